"""The living card of a date poll, in private and in groups; the screen of one date."""

from collections.abc import Callable, Sequence
from datetime import datetime

from handlers import home
from handlers.rules import polls
from handlers.rules.civil import wall
from handlers.rules.polls import View
from handlers.screen import Button, Screen, say
from handlers.speech import Speech
from storage.polls import Poll, Proposal

LINK = "pv_"  # start payload below the card in a group: the poll’s number
AIRY = 6  # dates with a blank line between them; more would be too long for a screen
PAGE = 5  # dates on a page of buttons: with what turns it and the ways on, at most eight rows


def button(t: Speech) -> Button:
    """Where a poll is made; for coordinators."""
    return Button(t("poll.button.new"), "po:new")


def line(t: Speech, poll: Poll) -> Button:
    """An open poll on a list."""
    label = t("poll.line", title=poll.title)
    return Button(label, f"po:o:{poll.id}")


def card(t: Speech, seen: View, *, group: bool = False) -> Screen:
    """Every date with its voices and the reader's own; the first that is still open for them to answer."""
    poll = seen.poll
    between = "\n\n" if len(seen.dates) <= AIRY else "\n"
    parts = [_head(t, seen), between.join(_dated(t, seen, one) for one in seen.dates)]
    rows: list[list[Button]] = []
    if poll.state == "open":
        parts.append(say(t, "poll.until", when=moment(t, seen, polls.end(poll))))
        if not group:
            ask, rows = _asking(t, seen)
            parts.append(ask)
    elif poll.state == "decided" and poll.meeting_id is not None and not group:
        rows = [[Button(t("reminder.button.open"), f"m:o:{poll.meeting_id}")]]
    return Screen("\n\n".join(parts), rows if group else [*rows, *_below(t, seen)])


def _head(t: Speech, seen: View) -> str:
    poll = seen.poll
    chosen = next((one for one in seen.dates if one.id == poll.chosen), None)
    when = moment(t, seen, chosen.starts_at) if chosen else ""
    text = say(t, f"poll.lead.{poll.state}", when=when) + "\n\n"
    return text + say(
        t,
        "poll.what",
        title=poll.title,
        region=t.region(poll.region),
        length=t.duration(poll.minutes),
        place=poll.place or t("meeting.no_place"),
    )


def moment(t: Speech, seen: View, at: datetime) -> str:
    """When it is, on the reader's clock; the poll's own hour too where the clocks differ."""
    return t.moment_for(at, seen.poll.zone, seen.zone)


def _dated(t: Speech, seen: View, one: Proposal) -> str:
    voices = _voices(t, seen, one.id)
    said = seen.mine.get(one.id)
    if said is not None:
        voices += t("poll.mine", vote=t(f"poll.vote.{said}").casefold())
    return f"<b>{moment(t, seen, one.starts_at)}</b>\n{voices}"


def _voices(t: Speech, seen: View, number: int) -> str:
    """Who can come; of those who cannot, members read nothing: among few, a no points at somebody."""
    tally = seen.voices(number)
    said = [t.count(f"poll.count.{word}", tally[word]) for word in ("yes", "maybe") if tally[word]]
    return ", ".join(said) or t("poll.nobody_yet")


def _asking(t: Speech, seen: View) -> tuple[str, list[list[Button]]]:
    following = seen.next
    if following is None:
        return t("poll.all_said"), []
    text = say(
        t,
        "poll.ask",
        nth=seen.dates.index(following) + 1,
        of=len(seen.dates),
        when=moment(t, seen, following.starts_at),
    )
    return text, _votes(t, lambda word: f"po:a:{word}:{following.id}", None)


def _votes(t: Speech, data: Callable[[str], str], said: str | None) -> list[list[Button]]:
    labels = {word: t(f"poll.vote.{word}") for word in polls.VOTES}
    if said is not None:
        labels[said] = t("poll.said", vote=labels[said])
    yes, maybe, no = (Button(label, data(word)) for word, label in labels.items())
    return [[yes], [maybe, no]]


def _below(t: Speech, seen: View) -> list[list[Button]]:
    poll, last = seen.poll, [home.below(t)]
    if poll.state == "open" and seen.mine:
        last.insert(0, Button(t("poll.button.change"), f"po:change:{poll.id}:0"))
    if seen.leads and poll.state in ("open", "closed"):
        return [[Button(t("poll.button.manage"), f"po:m:{poll.id}")], last]
    return [last]


def opening(t: Speech, poll: Poll) -> Button | None:
    """Below the card in a group: answering is done in private, where nobody reads over a shoulder."""
    return Button(t("poll.button.private"), url=f"{LINK}{poll.id}") if poll.state == "open" else None


def paged(
    t: Speech, dates: Sequence[Proposal], label: Callable[[Proposal], Button], turn: Callable[[int], str], page: int
) -> list[list[Button]]:
    """A button a date, a few at a time."""
    pages = max(1, -(-len(dates) // PAGE))
    page = min(page, pages - 1)
    rows = [[label(one)] for one in dates[page * PAGE : (page + 1) * PAGE]]
    return rows if pages == 1 else [*rows, [Button(t("poll.button.more_dates"), turn((page + 1) % pages))]]


def changing(t: Speech, seen: View, page: int) -> Screen:
    """The dates with the reader's own votes, each to be opened and changed."""

    def label(one: Proposal) -> Button:
        said = seen.mine.get(one.id)
        word = t(f"poll.vote.{said}").casefold() if said else t("poll.unsaid")
        return Button(f"{brief(t, seen, one)} – {word}", f"po:c:{one.id}")

    rows = paged(t, seen.dates, label, lambda other: f"po:turn:{seen.poll.id}:{other}", page)
    return Screen(say(t, "poll.changing", title=seen.poll.title), [*rows, [home.back(t)]])


def brief(t: Speech, seen: View, one: Proposal) -> str:
    """A date for a button, on the reader's clock."""
    return t.brief(wall(one.starts_at, seen.zone))


def ballot(t: Speech, seen: View, one: Proposal) -> Screen:
    """One date and the three votes; the reader's own says so in words."""
    text = say(t, "poll.one", title=seen.poll.title, when=moment(t, seen, one.starts_at))
    rows = _votes(t, lambda word: f"po:b:{word}:{one.id}", seen.mine.get(one.id))
    return Screen(text, [*rows, [Button(t("button.back"), f"po:turn:{seen.poll.id}:0")]])
