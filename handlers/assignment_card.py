"""Who supervises whom, as coordinators and supervisors see it; of what was said in a supervision nothing is known."""

from collections.abc import Callable, Sequence
from html import escape

from handlers import home, plan_card
from handlers.rules.assignments import Case, Load, Proposal, Region
from handlers.rules.balance import MOST
from handlers.rules.needs import Need
from handlers.rules.regions import region
from handlers.screen import Button, Screen, say, turns
from handlers.speech import Speech
from storage.members import Member

PAGE = 6
SHOWN = 12  # proposals, or supervisors, in a text


def overview(t: Speech, found: Region, *, several: bool) -> Screen:
    """A region: its plan, how many each supervisor has, who has nobody."""
    short = region(found.code).short
    lines = [f"<b>{t('caseload.title', region=t.region(found.code))}</b>", ""]
    lines.append(t("plan.now", rhythm=plan_card.rhythm(t, found.every, found.format)))
    lines += [t.count("caseload.people", len(found.cases)), "", *_loads(t, found.loads)]
    if found.few:
        lines.append(t("caseload.few"))
    if found.nobody:
        lines += ["", t.count("caseload.nobody", len(found.nobody))]
    rows = [
        [Button(t("caseload.button.people"), f"sl:people:{short}:0")],
        [Button(t("caseload.button.plan"), f"sp:card:{plan_card.code(f'region:{found.code}')}")],
        [Button(t("caseload.button.propose"), f"sl:propose:{short}")],
    ]
    back = Button(t("button.back"), "sl:home:0" if several else "sv:home")
    return Screen("\n".join(lines), [*rows, [back, home.back(t)]])


def _loads(t: Speech, loads: Sequence[Load]) -> list[str]:
    if not loads:
        return [t("caseload.unsupervised")]
    return [t("caseload.loads"), *(_load(t, one) for one in loads[:SHOWN])]


def _load(t: Speech, one: Load) -> str:
    line = f"– {say(t, 'caseload.load', name=one.supervisor.first_name, people=t.count('caseload.many', one.number))}"
    if not one.here:
        line += t("caseload.away")
    return line + (t("caseload.above", most=MOST) if one.number > MOST else "")


def people(t: Speech, found: Region, page: int) -> Screen:
    """Everybody who is supervised here, whoever has nobody first."""
    short = region(found.code).short

    rows = _page(t, [(_label(t, one), one.need) for one in found.cases], page, lambda to: f"sl:people:{short}:{to}")
    text = t("caseload.list", region=t.region(found.code)) if found.cases else t("caseload.empty")
    return Screen(text, [*rows, [Button(t("button.back"), f"sl:region:{short}"), home.back(t)]])


def _label(t: Speech, one: Case) -> str:
    """« Awa – Samira », and whether there is no date."""
    about = [one.supervisor.first_name if one.supervisor else t("caseload.none")]
    about += [t("caseload.window.undated")] if one.need.window == "undated" else []
    return f"{one.need.member.first_name} – {', '.join(about)}"


def mine(t: Speech, found: list[Need], page: int, reader: Member) -> Screen:
    """Whom a supervisor has, whoever needs a date first."""
    labels = [(f"{one.member.first_name} – {t(f'caseload.window.{one.window}')}", one) for one in found]
    rows = _page(t, labels, page, lambda to: f"sl:mine:{to}")
    if found:
        rows.append([Button(t("caseload.button.rhythm"), f"sp:card:{plan_card.code(f'supervisor:{reader.id}')}")])
    text = t.count("caseload.mine", len(found)) if found else t("caseload.mine.none")
    return Screen(text, [*rows, [Button(t("button.back"), "sv:home"), home.back(t)]])


def _page(t: Speech, found: list[tuple[str, Need]], page: int, turn: Callable[[int], str]) -> list[list[Button]]:
    page = min(page, max(len(found) - 1, 0) // PAGE)
    rows = [[Button(label, f"sl:one:{one.member.id}")] for label, one in found[page * PAGE : (page + 1) * PAGE]]
    before, after = t("directory.button.before"), t("directory.button.more")
    return rows + turns(before, after, page, turn, more=len(found) > (page + 1) * PAGE)


def one(t: Speech, found: Case, *, entrusts: bool) -> Screen:
    """One who is supervised: by whom, how often, whether there is a date."""
    need, member = found.need, found.need.member
    with_whom = (
        say(t, "caseload.with", name=found.supervisor.first_name) if found.supervisor else t("caseload.nobody.one")
    )
    lines = [f"<b>{escape(member.first_name)}</b>", "", with_whom]
    lines.append(t("plan.now", rhythm=plan_card.rhythm(t, need.every, need.format)))
    lines.append(t(f"caseload.is.{need.window}", day=t.day(need.due)))
    rows = [[Button(t("caseload.button.rhythm"), f"sp:card:{plan_card.code(f'member:{member.id}')}")]]
    if entrusts:
        rows.append([Button(t("caseload.button.entrust"), f"sl:who:{member.id}")])
    back = f"sl:people:{region(member.region).short}:0" if entrusts else "sl:mine:0"
    return Screen("\n".join(lines), [*rows, [Button(t("button.back"), back), home.back(t)]])


def which(t: Speech, found: Case, loads: list[Load]) -> Screen:
    """To whom somebody may be entrusted, and how many each has."""
    number = found.need.member.id
    now = found.supervisor.id if found.supervisor else None
    rows = [
        [
            Button(
                f"{one.supervisor.first_name} – {t.count('caseload.many', one.number)}",
                f"sl:sure:{number}:{one.supervisor.id}",
            )
        ]
        for one in loads
        if one.supervisor.id != now
    ]
    if now is not None:
        rows.append([Button(t("caseload.button.nobody"), f"sl:sure:{number}:0")])
    text = say(t, "caseload.which" if rows else "caseload.which.none", name=found.need.member.first_name)
    return Screen(text, [*rows, [Button(t("button.back"), f"sl:one:{number}"), home.back(t)]])


def sure(t: Speech, found: Case, new: Load | None) -> Screen:
    """Before somebody is entrusted to somebody else: who hears of it; the safe choice first."""
    member, old = found.need.member, found.supervisor
    told = [one.first_name for one in (member, new.supervisor if new else None, old) if one is not None]
    key = "caseload.sure" if new else "caseload.sure.nobody"
    text = say(t, key, name=member.first_name, to=new.supervisor.first_name if new else "", told=", ".join(told))
    rows = [
        [Button(t("caseload.button.keep"), f"sl:one:{member.id}")],
        [Button(t("caseload.button.sure"), f"sl:set:{member.id}:{new.supervisor.id if new else 0}")],
    ]
    return Screen(text, rows)


def proposal(t: Speech, found: Proposal) -> Screen:
    """Whom to entrust to whom, all at once or one by one."""
    short = region(found.code).short
    back = [Button(t("button.back"), f"sl:region:{short}"), home.back(t)]
    if not found.moves:
        return Screen(t("caseload.balanced", most=MOST), [back])
    lines = [t.count("caseload.proposal", len(found.moves)), ""]
    lines += [_move(t, *move) for move in found.moves[:SHOWN]]
    if len(found.moves) > SHOWN:
        lines.append(t.count("caseload.others", len(found.moves) - SHOWN))
    lines += ["", t("caseload.told")]
    return Screen("\n".join(lines), [[Button(t("caseload.button.settle"), f"sl:settle:{short}:{found.stamp}")], back])


def _move(t: Speech, member: Member, old: Member | None, new: Member) -> str:
    key = "caseload.move" if old is not None else "caseload.move.new"
    return say(t, key, name=member.first_name, old=old.first_name if old else "", new=new.first_name)
