"""How often, alone or in a group: a plan on its card, each thing chosen with one tap."""

from handlers import home
from handlers.routes import region_code
from handlers.rules import needs
from handlers.rules.plans import EVERY, FORMATS, MEMBER, NONE, REGION, SUPERVISOR, Card
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.regions import region
from handlers.screen import Button, Screen, say
from handlers.speech import Speech

LETTERS = {REGION: "r", SUPERVISOR: "s", MEMBER: "m"}
COLUMNS = 4


def code(scope: str) -> str:
    """What a button carries of a scope: « r-ARA », « s-12 », « m-12 »."""
    kind, _, of = scope.partition(":")
    return f"{LETTERS[kind]}-{region(of).short if kind == REGION else of}"


def decoded(text: str) -> str:
    """The scope again; refuses what no button of ours says."""
    letter, _, of = text.partition("-")
    kind = next((kind for kind, one in LETTERS.items() if one == letter), None)
    if kind == REGION:
        return f"{REGION}:{region_code(of)}"
    if kind is None or not (of.isascii() and of.isdigit()):
        raise Refusal(Reason.STALE)
    return f"{kind}:{int(of)}"


def rhythm(t: Speech, every: int, format: str) -> str:
    """« toutes les 6 semaines, en groupe »."""
    return f"{t.count('plan.every', every)}, {t(f'supervision.format.{format}')}"


def card(t: Speech, found: Card) -> Screen:
    """What holds now, and each thing that can be chosen; what is chosen has a mark."""
    kind = found.scope.partition(":")[0]
    new = found.own.began in found.months[: needs.FIRST_MONTHS]
    lines = [f"<b>{t('plan.title')}</b>", _whom(t, found), ""]
    lines += [t("plan.new.since", month=t.month(found.own.began))] if new and found.own.began is not None else []
    lines.append(t("plan.then" if new else "plan.now", rhythm=rhythm(t, found.every, found.format)))
    if found.own.every is None and found.own.format is None:
        lines.append(t(f"plan.wider.{kind}"))
    if found.member is None:
        lines.append(t("plan.new"))
    rows = [*_weeks(t, found), [_option(t, found, "format", one, t(f"plan.format.{one}")) for one in FORMATS]]
    if kind != REGION:
        rows.append([Button(t("plan.button.wider"), f"sp:wider:{code(found.scope)}")])
    if found.member is not None:
        rows.append([Button(t("plan.button.began"), f"sp:began:{code(found.scope)}")])
    return Screen("\n".join([*lines, "", t("plan.weeks")]), [*rows, [_back(t, found), home.back(t)]])


def _whom(t: Speech, found: Card) -> str:
    kind, _, of = found.scope.partition(":")
    if kind == REGION:
        return t.regions([of])
    return say(t, f"plan.for.{kind}", name=found.member.first_name if found.member else "")


def _weeks(t: Speech, found: Card) -> list[list[Button]]:
    weeks = [_option(t, found, "every", str(one), str(one)) for one in EVERY]
    return [weeks[n : n + COLUMNS] for n in range(0, len(weeks), COLUMNS)]


def _option(t: Speech, found: Card, field: str, value: str, label: str) -> Button:
    return Button("✓ " * (str(getattr(found, field)) == value) + label, f"sp:set:{code(found.scope)}:{field}:{value}")


def _back(t: Speech, found: Card) -> Button:
    kind, _, of = found.scope.partition(":")
    if kind == REGION:
        return Button(t("button.back"), f"sl:region:{region(of).short}")
    return Button(t("button.back"), f"sl:one:{of}" if kind == MEMBER else "sl:mine:0")


def months(t: Speech, found: Card) -> Screen:
    """Since when somebody is in post: a new post is seen every week at first."""
    scope = code(found.scope)
    chosen = found.own.began or NONE
    words = [(month, t.month(month).capitalize()) for month in found.months] + [(NONE, t("plan.began.before"))]
    rows = [[Button("✓ " * (one == chosen) + label, f"sp:set:{scope}:began:{one}")] for one, label in words]
    text = say(t, "plan.began", name=found.member.first_name if found.member else "", months=needs.FIRST_MONTHS)
    return Screen(text, [*rows, [Button(t("button.back"), f"sp:card:{scope}"), home.back(t)]])
