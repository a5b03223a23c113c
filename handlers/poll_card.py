"""The living card of a date poll, in private and in groups; the screen of one date; what came of it."""

from collections.abc import Callable, Sequence
from datetime import datetime

from handlers import home
from handlers.rules import outcomes, polls
from handlers.rules.civil import wall
from handlers.rules.outcomes import Outcome
from handlers.rules.polls import View
from handlers.screen import Button, Screen, say
from handlers.speech import Speech
from storage.polls import Poll, Proposal

LINK = "pv_"  # start payload below the card in a group: the poll’s number
FEW = 3  # regions that are named
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
    return text + say(t, "poll.what", title=poll.title, region=t.region(poll.region), length=t.duration(poll.minutes))


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


def managing(t: Speech, seen: View) -> Screen:
    """What a coordinator may do with an open poll."""
    key = seen.poll.id
    rows = [
        [Button(t("poll.button.stop"), f"po:stop:{key}")],
        [Button(t("poll.button.later"), f"po:more:{key}")],
        [Button(t("poll.button.drop"), f"po:none:{key}", style="danger")],
        [home.back(t)],
    ]
    return Screen(say(t, "poll.manage", title=seen.poll.title, when=moment(t, seen, polls.end(seen.poll))), rows)


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
    facts, when = found.facts[one.id], moment(t, found.seen, one.starts_at)
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
    when = moment(t, found.seen, found.best.starts_at)
    return say(t, "poll.best", when=when) + "\n" + why.strip() + ("." if reasons else "")


def others(t: Speech, found: Outcome, page: int) -> Screen:
    """Every date, to decide for one that was not put forward."""

    def label(one: Proposal) -> Button:
        return Button(brief(t, found.seen, one), f"po:keep:{one.id}")

    key = found.seen.poll.id
    rows = paged(t, found.seen.dates, label, lambda other: f"po:other:{key}:{other}", page)
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
