"""The plan of the watch on the screen: the weeks of a region, and whose one may be."""

from handlers import home, watch_card
from handlers.rules.regions import region
from handlers.rules.rotas import Rota
from handlers.rules.watches import Week
from handlers.screen import Button, Screen, pairs, say
from handlers.speech import Speech
from storage.members import Member


def rota(t: Speech, found: Rota) -> Screen:
    """The weeks of a region, each to be given to somebody."""
    lines = [f"<b>{say(t, 'watch.plan', region=t.region(found.region))}</b>", ""]
    lines.append(t("watch.plan.tap") if found.supervisors else t("watch.plan.nobody"))
    lines.append(t("watch.plan.told" if found.begun else "watch.plan.unbegun"))
    rows = [[_planned(t, one)] for one in found.weeks]
    short = region(found.region).short
    if found.supervisors and any(one.planned is None for one in found.weeks):
        rows.append([Button(t("watch.button.share"), f"sw:share:{short}")])
    return Screen("\n".join(lines), [*rows, [Button(t("button.back"), "sv:home"), home.back(t)]])


def _planned(t: Speech, found: Week) -> Button:
    label = t("watch.line", week=t.week(found.monday), standing=watch_card.standing(t, found))
    return Button(label, f"sw:turn:{watch_card.code(found)}")


def choices(t: Speech, found: Week, able: list[Member]) -> Screen:
    """Whose a week may be."""
    planned = found.planned.id if found.planned is not None else 0
    marked = [(watch_card.named(one), one.id) for one in able] + [(t("watch.nobody"), 0)]
    rows = pairs(
        [Button("✓ " * (key == planned) + name, f"sw:put:{watch_card.code(found)}:{key}") for name, key in marked]
    )
    lines = [f"<b>{t.week(found.monday)}</b>", t.region(found.region), "", say(t, "watch.plan.who")]
    if found.away or not able:
        lines.append(say(t, "watch.plan.standing", standing=watch_card.standing(t, found)))
    short = region(found.region).short
    return Screen("\n".join(lines), [*rows, [Button(t("button.back"), f"sw:weeks:{short}"), home.back(t)]])
