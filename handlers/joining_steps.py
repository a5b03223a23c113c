"""What is asked on the way in, a screen a step."""

from dataclasses import replace

from handlers import home
from handlers.context import House
from handlers.regions import region_rows
from handlers.rules import joining
from handlers.rules.names import may_tell_family
from handlers.rules.regions import NATIONAL, region
from handlers.screen import Button, Screen, say
from handlers.speech import Speech
from storage.invitations import Joining


def screen(t: Speech, found: Joining, house: House) -> Screen:
    """The screen of the step that is next."""
    step = joining.step(found)
    match step:
        case "promise":
            return _agreement(t, step, joining.PROMISE, promise(t, house))
        case "charter":
            return _agreement(t, step, house.charter.version, charter(t, house))
        case "region":
            return regions(t, found, house, page=None)
        case _:
            return Screen(_text(t, step, found), [*_answers(t, step), [_back(t, step)]])


def promise(t: Speech, house: House) -> str:
    """What is promised about difficulties, and what cannot be."""
    return say(t, "joining.promise", community=house.name, contact=house.contact)


def charter(t: Speech, house: House) -> str:
    """The charter as it stands in its file."""
    text, version = house.charter.texts[t.language], house.charter.version
    return say(t, "joining.charter", text=text, version=version, contact=house.contact)


def _agreement(t: Speech, text: str, version: str, body: str) -> Screen:
    rows = [[Button(t(f"joining.button.{text}"), f"j:agree:{text}:{version}", style="primary")]]
    rows.append([home.other_language(t) if text == "promise" else _back(t, text)])
    return Screen(body, rows)


def _text(t: Speech, step: str, found: Joining) -> str:
    if step == joining.AT_THE_DOOR:
        return say(t, "joining.door", name=found.first_name or "")
    if step != joining.LAST:
        return say(t, f"joining.{step}")
    region_name, said = t.region(found.region or NATIONAL), found.organisation or t("profile.nothing")
    return say(t, "joining.directory", name=found.first_name or "", region=region_name, organisation=said)


def _answers(t: Speech, step: str) -> list[list[Button]]:
    match step:
        case "adult":
            yes = Button(t("joining.button.adult"), "j:adult:yes", style="primary")
            return [[yes], [Button(t("joining.button.minor"), "j:adult:no")]]
        case "organisation":
            return [[Button(t("joining.button.pass"), "j:pass")]]
        case joining.LAST:
            return [
                [Button(t("directory.button.yes"), "j:end:1")],
                [Button(t("directory.button.no"), "j:end:0")],
            ]
        case _:
            return []


def _back(t: Speech, step: str) -> Button:
    return Button(t("button.back"), f"j:back:{step}")


def regions(t: Speech, found: Joining, house: House, page: int | None) -> Screen:
    """Those of the invitation first; on its pages, all of them."""
    text = say(t, "joining.region", name=found.first_name or "")
    proposed = [code for code in found.invited_for if code in house.regions]
    few = len(proposed) == 1 or 0 < len(proposed) <= len(house.regions) // 2
    first = few and page is None
    other = [Button(t("button.other_region"), "j:other:0")]
    # From all of them back to the few, which is this very step; from there to the step before.
    back = [_back(t, "regions" if few and not first else "region")]
    if first and len(proposed) == 1:
        short = region(proposed[0]).short
        yes = Button(t.region(proposed[0]), f"j:region:{short}", style="primary")
        return Screen(text, [[yes], *([other] if len(house.regions) > 1 else []), back])
    rows = region_rows(
        t,
        proposed if first else house.regions,
        pick=lambda short: f"j:region:{short}",
        turn=lambda number: f"j:other:{number}",
        page=page or 0,
    )
    return Screen(text, [*rows, *([other] if first else []), back])


def hinted(hint: str, name: str, screen: Screen) -> Screen:
    """What follows a name that was given, with a word where it may be more than a first name."""
    return replace(screen, text=f"{hint}\n\n{screen.text}") if may_tell_family(name) else screen


def turned_back(t: Speech, contact: str) -> Screen:
    """Somebody is under 18: nothing is kept, and others are there for them."""
    return Screen(say(t, "joining.minor", contact=contact), [[home.other_language(t)]])
