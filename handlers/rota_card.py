"""The plan of the watch on the screen: the weeks of a region, and whose one may be."""

from handlers import home, watch_card
from handlers.rules.regions import region
from handlers.rules.rotas import Choice, Rota
from handlers.rules.watches import Week
from handlers.screen import Button, Screen, pairs, say
from handlers.speech import Speech


def rota(t: Speech, found: Rota) -> Screen:
    """The weeks of a region, each to be given to somebody."""
    lines = [f"<b>{say(t, 'watch.plan', region=t.region(found.region))}</b>", ""]
    lines.append(t("watch.plan.tap") if found.supervisors else t("watch.plan.nobody"))
    lines.append(t("watch.plan.told" if found.begun else "watch.plan.unbegun"))
    rows = [[_planned(t, one)] for one in found.weeks]
    short = region(found.region).short
    if found.supervisors and any(one.planned is None for one in found.weeks):
        rows.append([Button(t("watch.button.share"), f"sw:share:{short}")])
    rows += [] if found.supervisors else [_invite(t)]
    return Screen("\n".join(lines), [*rows, [Button(t("button.back"), "sv:home"), home.back(t)]])


def _planned(t: Speech, found: Week) -> Button:
    label = t("watch.line", week=t.week(found.monday), standing=watch_card.standing(t, found))
    return Button(label, f"sw:turn:{watch_card.code(found)}")


def _invite(t: Speech) -> list[Button]:
    return [Button(t("watch.button.invite"), "i:new")]


def choices(t: Speech, found: Choice) -> Screen:
    """Whose a week may be; where nobody supervises, the way to invite somebody."""
    week = found.week
    lines = [f"<b>{t.week(week.monday)}</b>", t.region(week.region), ""]
    if week.away or (found.supervised and not found.able):
        lines.append(watch_card.told(t, week))
    lines.append(t("watch.plan.who" if found.supervised else "watch.plan.nobody"))
    rows = _able(t, found) if found.supervised else [_invite(t)]
    short = region(week.region).short
    return Screen("\n".join(lines), [*rows, [Button(t("button.back"), f"sw:weeks:{short}"), home.back(t)]])


def _able(t: Speech, found: Choice) -> list[list[Button]]:
    planned = found.week.planned.id if found.week.planned is not None else 0
    marked = [(watch_card.named(one), one.id) for one in found.able] + [(t("watch.nobody"), 0)]
    code = watch_card.code(found.week)
    return pairs([Button("✓ " * (key == planned) + name, f"sw:put:{code}:{key}") for name, key in marked])
