"""A group on a coordinator's screen: whose it is, what the bot may do there, its door, its topics."""

from handlers import home
from handlers.rules.groups import PURPOSES, View
from handlers.screen import Button, Screen, say
from handlers.speech import Speech
from storage.groups import Group


def bound(t: Speech, group: Group) -> Screen:
    """Whose group it is from here on, and what is still missing."""
    text = say(t, "group.bound", title=group.title, region=t.region(group.region or ""))
    rows = [[Button(t("group.button.other"), f"g:page:{group.id}:0")], [home.back(t)]]
    if group.lacks:
        rows.insert(0, [Button(t("group.button.check"), f"g:check:{group.id}")])
    return Screen(f"{text}\n\n{_missing(t, group)}" if group.lacks else text, rows)


def _missing(t: Speech, group: Group) -> str:
    lacks = group.lacks or ""
    if "a" in lacks:
        lacks = lacks.replace("a", "")
        lead = say(t, "group.no_administrator")
    else:
        lead = say(t, "group.lacks")
    return "\n".join([lead, *(f"– {say(t, f'right.{letter}')}" for letter in lacks)])


def card(t: Speech, view: View) -> Screen:
    """All there is to see and to do."""
    group = view.group
    parts = [
        say(t, "group.card", title=group.title, region=t.region(group.region or "")),
        _missing(t, group) if group.lacks else say(t, "group.unseen" if group.lacks is None else "group.all_rights"),
        say(t, "group.door", link=group.door) if group.door else say(t, "group.no_door"),
    ]
    if group.forum:
        parts.append(say(t, "group.topics" if set(view.topics) == set(PURPOSES) else "group.no_topics"))
    return Screen("\n\n".join(parts), _rows(t, view))


def _rows(t: Speech, view: View) -> list[list[Button]]:
    group = view.group
    rows = []
    if view.waiting:
        label = t.count("door.waiting", view.waiting)
        rows.append([Button(label, f"u:list:{group.id}", style="primary")])
    rows.append([Button(t("group.button.check"), f"g:check:{group.id}")])
    if group.may("i"):
        ways = [
            Button(t("group.button.renew" if group.door else "group.button.door"), f"g:door:{group.id}:{tail(group)}")
        ]
        rows.append([*ways, *([Button(t("group.button.shut"), f"g:shut:{group.id}")] if group.door else [])])
    if group.forum and group.may("t"):
        rows.append([Button(t("group.button.topics"), f"g:topics:{group.id}")])
    rows.append([Button(t("group.button.other"), f"g:page:{group.id}:0")])
    rows.append([Button(t("group.button.part"), f"g:part:{group.id}")])
    return [*rows, [Button(t("button.back"), "g:list"), home.back(t)]]


def tail(group: Group) -> str:
    """How the link ends: enough to tell it from the one that takes its place."""
    return (group.door or "")[-6:] or "0"


def parting(t: Speech, view: View) -> Screen:
    """What happens when the bot leaves."""
    group = view.group
    text = say(t, "group.part", title=group.title)
    if view.waiting:
        text += "\n\n" + t.count("group.part_waiting", view.waiting)
    rows = [
        [Button(t("group.button.stay"), f"g:o:{group.id}")],
        [Button(t("group.button.leave"), f"g:out:{group.id}", style="danger")],
    ]
    return Screen(text, rows)
