"""What a coordinator does with a poll: end it, put its end off, read what came of it, decide for a date or for none."""

from datetime import datetime

from handlers import home, poll_card
from handlers.rules import outcomes, polls
from handlers.rules.civil import wall
from handlers.rules.outcomes import Outcome
from handlers.rules.polls import View
from handlers.screen import Button, Screen, say
from handlers.speech import Speech
from storage.polls import Proposal

FEW = 3  # regions that are named


def managing(t: Speech, seen: View) -> Screen:
    """What a coordinator may do with an open poll."""
    key = seen.poll.id
    rows = [
        [Button(t("poll.button.stop"), f"po:stop:{key}")],
        [Button(t("poll.button.later"), f"po:more:{key}")],
        [Button(t("poll.button.drop"), f"po:none:{key}", style="danger")],
        [home.back(t)],
    ]
    return Screen(
        say(t, "poll.manage", title=seen.poll.title, when=poll_card.moment(t, seen, polls.end(seen.poll))), rows
    )


def later(t: Speech, seen: View, now: datetime) -> Screen:
    """When the poll may end instead: before its first date, if there is still time."""
    poll = seen.poll
    ends = [(days, outcomes.closing(now, days, poll.zone)) for days in outcomes.LATER]
    rows = [
        [Button(t.day(wall(at, poll.zone)), f"po:later:{days}:{poll.id}")]
        for days, at in ends
        if at < seen.dates[0].starts_at
    ]
    text = say(t, "poll.later" if rows else "poll.too_late", title=poll.title)
    return Screen(text, [*rows, [Button(t("button.back"), f"po:lead:{poll.id}")]])


def result(t: Speech, found: Outcome) -> Screen:
    """What came of a poll, for who decides: every date with what speaks for it and against it, and one put forward."""
    poll, key = found.seen.poll, found.seen.poll.id
    parts = [
        say(t, "poll.result", title=poll.title, region=t.region(poll.region))
        + "\n"
        + t.count("poll.answered", found.answered, asked=found.asked),
        *(compared(t, found, one) for one in found.seen.dates),
        _put_forward(t, found),
    ]
    rows = [[Button(t("poll.button.other"), f"po:other:{key}:0"), Button(t("poll.button.none"), f"po:none:{key}")]]
    rows.append([Button(t("poll.button.later"), f"po:more:{key}"), home.below(t)])
    if found.best is not None:
        rows.insert(0, [Button(t("poll.button.keep"), f"po:keep:{found.best.number}", style="success")])
    return Screen("\n\n".join(parts), rows)


def compared(t: Speech, found: Outcome, one: Proposal) -> str:
    """One date: its voices, the noes too, and what votes do not say."""
    facts, when = found.facts[one.id], poll_card.moment(t, found.seen, one.starts_at)
    counts = [(word, getattr(facts, word)) for word in polls.VOTES]
    said = ", ".join(t.count(f"poll.count.{word}", number) for word, number in counts if number)
    return "\n".join([f"<b>{when}</b>", said or t("poll.nobody_yet"), *drawbacks(t, found, one)])


def drawbacks(t: Speech, found: Outcome, one: Proposal) -> list[str]:
    """What speaks against a date and is no vote."""
    facts, regions = found.facts[one.id], found.regions[one.id]
    said = [t.count("poll.again", facts.again)] if facts.again else []
    if facts.holiday:
        said.append(t("poll.holiday"))
    if len(regions) > FEW:
        said.append(t.count("poll.night_in", len(regions)))
    elif regions:
        said.append(t("poll.night", regions=", ".join(map(t.region, regions))))
    return said


def _put_forward(t: Speech, found: Outcome) -> str:
    if found.best is None:
        return t("poll.no_best")
    lead, *reasons = found.why
    why = t(f"poll.why.{lead}") + " " + t("poll.why.and").join(t(f"poll.why.{one}") for one in reasons)
    when = poll_card.moment(t, found.seen, found.best.starts_at)
    return say(t, "poll.best", when=when) + "\n" + why.strip() + ("." if reasons else "")


def others(t: Speech, found: Outcome, page: int) -> Screen:
    """Every date, to decide for one that was not put forward."""

    def label(one: Proposal) -> Button:
        return Button(poll_card.brief(t, found.seen, one), f"po:keep:{one.id}")

    key = found.seen.poll.id
    rows = poll_card.paged(t, found.seen.dates, label, lambda other: f"po:other:{key}:{other}", page)
    text = say(t, "poll.others", title=found.seen.poll.title)
    return Screen(text, [*rows, [Button(t("button.back"), f"po:lead:{key}")]])


def deciding(t: Speech, told: outcomes.Impact) -> Screen:
    """The meeting that would be announced, and to how many; the safe choice comes first."""
    found, poll = told.result, told.result.seen.poll
    parts = [
        say(
            t,
            "poll.sure",
            title=poll.title,
            place=poll.place or t("meeting.no_place"),
            region=t.region(poll.region),
            length=t.duration(poll.minutes),
        ),
        compared(t, found, told.date),
        t.count("draft.people", told.people) + (f"\n{t.count('draft.groups', told.groups)}" if told.groups else ""),
    ]
    rows = [
        [Button(t("button.back"), f"po:lead:{poll.id}")],
        [Button(t("poll.button.decide"), f"po:decide:{told.date.id}", style="success")],
    ]
    return Screen("\n\n".join(parts), rows)


def dropping(t: Speech, seen: View) -> Screen:
    """Whether to decide for none; the safe choice comes first."""
    key = seen.poll.id
    rows = [
        [Button(t("button.back"), f"po:lead:{key}")],
        [Button(t("poll.button.drop_now"), f"po:nothing:{key}", style="danger")],
    ]
    return Screen(say(t, "poll.dropping", title=seen.poll.title), rows)
