"""What is read of the watch: who has this week, one’s own weeks, what changes."""

from datetime import date

from handlers import home, slip
from handlers.rules.covers import Absence, Own
from handlers.rules.regions import region
from handlers.rules.watches import Sight, Week
from handlers.screen import Button, Screen, pairs, say
from handlers.speech import Speech
from storage.members import Member

NAME = 16  # characters of a name beside a week, in a button


def plans(t: Speech) -> Button:
    """The way to the plans, for coordinators."""
    return Button(t("watch.button.plans"), "sw:plan:0")


def button(t: Speech, reader: Member) -> Button:
    """To one's own weeks, from which one sees who has this one; or to this one."""
    if reader.holds("supervisor"):
        return Button(t("watch.button.mine"), "sw:mine")
    return Button(t("watch.button.who"), "sw:who")


def code(found: Week) -> str:
    """What a button carries of a week: at most 12 characters."""
    return f"{region(found.region).short}:{found.monday:%Y%m%d}"


def sight(t: Speech, found: Sight) -> Screen:
    """Who is on watch this week and the next, and what it is not."""
    lines = [f"<b>{t('watch.title')}</b>", t.region(found.region), ""]
    if found.supervised:
        for key, one in zip(("watch.this", "watch.next"), found.weeks, strict=True):
            lines.append(say(t, key, week=t.week(one.monday), name=_on_watch(t, one)))
        lines += ["", t("watch.means")]
    else:
        lines.append(t("watch.unsupervised"))
    lines += ["", t("watch.emergency")]
    rows = [[Button(t("home.button.report"), "r:new")], [Button(t("button.back"), "sv:home"), home.back(t)]]
    return Screen("\n".join(lines), rows)


def _on_watch(t: Speech, found: Week) -> str:
    return named(found.on_watch) if found.on_watch is not None else t("watch.nobody")


def named(one: Member) -> str:
    """A first name, as much of it as there is room for beside a week."""
    return slip.shorten(one.first_name, NAME)


def standing(t: Speech, found: Week) -> str:
    """In a few words, for a button: who is on watch, or why nobody is."""
    if found.on_watch is not None or found.planned is None:
        return _on_watch(t, found)
    name = named(found.planned)
    if found.asked is not None:
        return t("watch.standing.asked", name=named(found.asked))
    return t("watch.standing.away" if found.away else "watch.standing.paused", name=name)


def told(t: Speech, found: Week) -> str:
    """In a sentence: why nobody is on watch."""
    if found.planned is None:
        return t("watch.told.nobody")
    name = found.planned.first_name
    if found.asked is not None:
        return say(t, "watch.told.asked", name=name, other=found.asked.first_name)
    return say(t, "watch.told.away" if found.away else "watch.told.paused", name=name)


def mine(t: Speech, found: Own) -> Screen:
    """The weeks that are one’s own, and above them those one is asked to take."""
    wanted = t("watch.line.asked")
    rows = [[Button(f"{t.week(one.monday)} – {wanted}", f"sw:asked:{code(one)}")] for one in found.asked]
    several = len({one.region for one in found.weeks}) > 1
    rows += [[Button(_line(t, one, several=several), f"sw:week:{code(one)}")] for one in found.weeks]
    text = t("watch.mine" if found.weeks else "watch.mine.none")
    if found.asked:
        text += "\n\n" + t.count("watch.mine.asked", len(found.asked))
    rows.append([Button(t("watch.button.who"), "sw:who")])
    return Screen(text, [*rows, [Button(t("button.back"), "sv:home"), home.back(t)]])


def _line(t: Speech, found: Week, *, several: bool) -> str:
    """« 1er–7 juin », with the region for who has several, and whether one is away or in a pause."""
    about = [slip.shorten(t.region(found.region), NAME)] if several else []
    if found.on_watch is None:
        about.append(t("watch.line.away" if found.away else "watch.line.paused"))
    return " – ".join([t.week(found.monday), *about])


def own(t: Speech, found: Absence) -> Screen:
    """One’s week: there, away and looking for somebody, or somebody asked."""
    one = found.week
    lines = [f"<b>{t.week(one.monday)}</b>", t.region(one.region), "", _state(t, found)]
    rows = []
    if one.away:
        fresh = [other for other in found.others if other.id not in found.again]
        rows = pairs([_ask(t, found, other) for other in fresh])
        rows += [[_ask(t, found, other)] for other in found.others if other.id in found.again]
        rows.append([Button(t("watch.button.stay"), f"sw:on:{code(one)}")])
    else:
        rows.append([Button(t("watch.button.leave"), f"sw:off:{code(one)}")])
    return Screen("\n".join(lines), [*rows, [Button(t("button.back"), "sw:mine"), home.back(t)]])


def _state(t: Speech, found: Absence) -> str:
    if not found.week.away:
        return t("watch.own" if found.week.on_watch is not None else "watch.own.paused")
    if found.week.asked is not None:
        key = "watch.own.asked" if found.more else "watch.own.asked.only"
        return say(t, key, name=found.week.asked.first_name)
    return t("watch.own.away" if found.others else "watch.own.alone")


def _ask(t: Speech, found: Absence, other: Member) -> Button:
    chosen = found.week.asked is not None and found.week.asked.id == other.id
    label = t("watch.line.again", name=named(other)) if other.id in found.again else "✓ " * chosen + named(other)
    return Button(label, f"sw:ask:{code(found.week)}:{other.id}")


def asked(t: Speech, found: Week) -> Screen:
    """A week one is asked to take."""
    name = found.planned.first_name if found.planned is not None else ""
    values = {"week": t.week(found.monday), "region": t.region(found.region), "name": name}
    rows = [
        [Button(t("watch.button.accept"), f"sw:yes:{code(found)}", style="success")],
        [Button(t("watch.button.decline"), f"sw:no:{code(found)}")],
    ]
    return Screen(say(t, "watch.asked", **values), rows)


def gap(t: Speech, found: Week, this: date) -> Screen:
    """To coordinators: a week without anybody, and why."""
    when = t("watch.when.this" if found.monday == this else "watch.when.next", week=t.week(found.monday))
    text = say(t, "watch.gap", region=t.region(found.region), when=when)
    lines = [text, told(t, found), t("watch.gap.means")]
    return Screen("\n".join(lines), [[Button(t("watch.button.name"), f"sw:turn:{code(found)}")]])


def yours(t: Speech, found: Week, this: date) -> Screen:
    """To whoever is on watch: this week, or the next."""
    when = t("watch.when.this" if found.monday == this else "watch.when.next", week=t.week(found.monday))
    text = say(t, "watch.yours", region=t.region(found.region), when=when)
    return Screen(text, [[Button(t("watch.button.leave"), f"sw:off:{code(found)}")]])


def taken(t: Speech, found: Week) -> Screen:
    """To whoever had a week: who has it now."""
    key = "watch.taken" if found.planned is not None else "watch.taken.nobody"
    text = say(t, key, week=t.week(found.monday), name=found.planned.first_name if found.planned is not None else "")
    return Screen(text, [[Button(t("watch.button.mine"), "sw:mine")]])


def declined(t: Speech, found: Absence) -> Screen:
    """To whoever is away: somebody else can be asked, or the same once more, or nobody and coordinators are told."""
    key = "watch.declined" if found.more else "watch.declined.again" if found.again else "watch.declined.alone"
    label = t("watch.button.other" if found.more else "watch.button.week")
    text = say(t, key, week=t.week(found.week.monday))
    return Screen(text, [[Button(label, f"sw:week:{code(found.week)}")]])
