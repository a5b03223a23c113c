"""The card of a poll in preparation: its dates, what is asked for, what announcing it does."""

from collections.abc import Sequence
from datetime import datetime

from handlers import home, month_card
from handlers.month_card import Ways
from handlers.poll_card import paged
from handlers.routes import CHIP, DAY
from handlers.rules import outcomes, poll_drafts
from handlers.rules.civil import wall
from handlers.rules.poll_drafts import Sheet
from handlers.screen import Button, Screen, say
from handlers.speech import Speech
from storage.polls import Proposal


def card(t: Speech, found: Sheet, now: datetime) -> Screen:
    """Everything that will be announced, and what is still open."""
    key = found.poll.id
    rows = [
        [Button(t("poll.button.dates"), f"po:ask:dates:{key}")],
        [
            Button(t("draft.button.title"), f"po:ask:title:{key}"),
            Button(t("draft.button.place"), f"po:ask:place:{key}"),
        ],
        [Button(t("poll.button.until"), f"po:until:{key}"), Button(t("draft.button.region"), f"po:where:{key}:0")],
        [Button(t("poll.button.publish"), f"po:sure:{key}", style="success")],
        [Button(t("draft.button.discard"), f"po:drop:{key}", style="danger"), home.back(t)],
    ]
    closes = t.wall(wall(outcomes.closing(now, found.poll.days, found.poll.zone), found.poll.zone))
    text = say(t, "poll.draft", **_facts(t, found), closes=closes)
    return Screen(text, rows)


def _facts(t: Speech, found: Sheet) -> dict[str, str]:
    poll = found.poll
    return {
        "title": poll.title,
        "dates": listed(t, found),
        "length": t.duration(poll.minutes),
        "place": poll.place or t("draft.open_place"),
        "region": t.region(poll.region),
    }


def listed(t: Speech, found: Sheet) -> str:
    """The dates, a line each; which of them are public holidays."""
    lines = [f"– {t.wall(one.wall)}" + _holiday(t, found, one) for one in found.dates]
    return "\n".join(lines) or t("draft.open")


def _holiday(t: Speech, found: Sheet, one: Proposal) -> str:
    return f" ({t('poll.holiday_short')})" if one.id in found.holidays else ""


def asking(t: Speech, found: Sheet, lead: str) -> Screen:
    """The card while a title or a place is asked for below."""
    return Screen(lead, [[Button(t("button.back"), f"po:show:{found.poll.id}")]])


def gathering(t: Speech, found: Sheet, moments: Sequence[datetime], now: datetime, key: str = "poll.gather") -> Screen:
    """The same for dates: those that are there, how many more there may be, and `moments` to tap."""
    left = poll_drafts.MOST - len(found.dates)
    text = say(t, key if left else "poll.full", dates=listed(t, found), left=left)
    rows = [[Button(t.wall(at), f"po:at:{at:{CHIP}}:{found.poll.id}")] for at in moments[:6] if left]
    if left:
        rows.append(month_card.opener(t, ways(found.poll.id), found.dates[-1].wall if found.dates else now))
    back = Button(t("poll.button.done" if found.dates else "button.back"), f"po:show:{found.poll.id}")
    if found.dates:
        rows.append([Button(t("poll.button.less"), f"po:less:{found.poll.id}:0")])
    return Screen(text, [*rows, [back]])


def ways(key: int) -> Ways:
    """The buttons that lead to a day, to a month, to a date, and from the month back to the question."""
    return Ways(
        day=lambda day: f"po:day:{day:{DAY}}:{key}",
        month=lambda month: f"po:month:{month}:{key}",
        hour=lambda at: f"po:hour:{at:{CHIP}}:{key}",
        back=f"po:ask:dates:{key}",
    )


def removing(t: Speech, found: Sheet, page: int) -> Screen:
    """Which date to take away."""
    key = found.poll.id

    def label(one: Proposal) -> Button:
        return Button(t.wall(one.wall), f"po:del:{one.id}")

    rows = paged(t, found.dates, label, lambda other: f"po:less:{key}:{other}", page)
    return Screen(t("poll.removing"), [*rows, [Button(t("button.back"), f"po:show:{key}")]])


def lasting(t: Speech, found: Sheet, now: datetime) -> Screen:
    """How long people may answer."""
    zone, key = found.poll.zone, found.poll.id
    ends = ((days, wall(outcomes.closing(now, days, zone), zone)) for days in poll_drafts.DAYS)
    labels = [(days, t("poll.lasts", days=days, when=t.brief(at))) for days, at in ends]
    rows = [[Button(label, f"po:days:{days}:{key}")] for days, label in labels]
    return Screen(t("poll.lasting"), [*rows, [Button(t("button.back"), f"po:show:{key}")]])


def confirmation(t: Speech, told: poll_drafts.Impact) -> Screen:
    """What will be asked and of how many; the safe choice comes first."""
    poll = told.sheet.poll
    lines = [
        say(t, "poll.announcing", **_facts(t, told.sheet), closes=t.wall(wall(told.closes_at, poll.zone))),
        "",
        t.count("poll.people", told.people),
    ]
    if told.groups:
        lines.append(t.count("poll.groups", told.groups))
    rows = [
        [Button(t("draft.button.not_yet"), f"po:show:{poll.id}")],
        [Button(t("poll.button.publish_now"), f"po:publish:{poll.id}", style="success")],
    ]
    return Screen("\n".join(lines), rows)
