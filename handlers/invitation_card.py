"""An invitation on the screen: its draft and what can be chosen, the link that was made, the list of those going on."""

from datetime import datetime
from html import escape

from handlers import home
from handlers.rules.civil import wall
from handlers.rules.invitations import CHOICES, Sight, live
from handlers.rules.regions import region
from handlers.screen import Button, Screen, say, turns
from handlers.speech import Speech
from storage.invitations import Invitation

PAGE = 6  # of the list; with the rows that turn pages and lead back, eight
BUTTON = 36  # characters of a button that a narrow phone shows whole


def draft(t: Speech, found: Invitation, several: bool) -> Screen:
    """Everything about the link that will be made; whoever acts for one region does not choose it."""
    key = found.id
    about = [Button(t("invite.button.role"), f"i:pick:{key}:role")]
    if several:
        about.append(Button(t("invite.button.regions"), f"i:where:{key}:0"))
    extent = [
        Button(t("invite.button.uses"), f"i:pick:{key}:uses"),
        Button(t("invite.button.days"), f"i:pick:{key}:days"),
    ]
    rows = [
        about,
        extent,
        [Button(t("invite.button.label"), f"i:label:{key}")],
        [Button(t("invite.button.make"), f"i:make:{key}", style="success")],
        [Button(t("invite.button.drop"), f"i:drop:{key}"), home.back(t)],
    ]
    return Screen(_draft(t, found), rows)


def _draft(t: Speech, found: Invitation) -> str:
    return say(
        t,
        "invite.draft",
        role=t(f"role.{found.role}"),
        regions=places(t, found),
        uses=t.count("invite.uses", found.uses),
        days=t.count("invite.days", found.days),
        label=found.label or t("invite.no_label"),
    )


def places(t: Speech, found: Invitation) -> str:
    """The regions it is for."""
    return ", ".join(t.region(code) for code in found.regions)


def choices(t: Speech, found: Invitation, field: str) -> Screen:
    """What can be chosen for a field."""
    key = found.id
    rows = [
        [Button(_choice(t, field, choice), f"i:set:{key}:{field}:{index}")]
        for index, choice in enumerate(CHOICES[field])
    ]
    return Screen(say(t, f"invite.ask.{field}"), [*rows, [_to_card(t, found)]])


def _choice(t: Speech, field: str, choice: object) -> str:
    if isinstance(choice, int):
        return t.count(f"invite.{field}", choice)
    return t(f"role.{choice}")


def _to_card(t: Speech, found: Invitation) -> Button:
    return Button(t("button.back"), f"i:show:{found.id}")


def asking(t: Speech, found: Invitation) -> Screen:
    """The card while its label is asked for below."""
    rows = [[Button(t("invite.button.clear"), f"i:clear:{found.id}")]] if found.label else []
    return Screen(say(t, "invite.asked.label"), [*rows, [_to_card(t, found)]])


def regions_lead(t: Speech, found: Invitation) -> str:
    """Above the regions to tick: those that are."""
    return say(t, "invite.ask.regions", regions=places(t, found))


def made(t: Speech, found: Invitation, link: str, lead: str) -> Screen:
    """The link, once: it is not kept. What follows comes below, so that it is not lost."""
    rows = [
        [Button(t("invite.button.qr"), "i:qr")],
        [Button(t("invite.button.another"), "i:more")],
        [home.below(t)],
    ]
    text = say(
        t,
        lead,
        name=title(t, found),
        link=link,
        uses=t.count("invite.uses", found.uses),
        until=until(t, found),
    )
    return Screen(text, rows)


def title(t: Speech, found: Invitation) -> str:
    """What it is called: its label, then who it is for."""
    about = f"{t(f'role.short.{found.role}')} – {places(t, found)}"
    return t("invited.labelled", label=found.label, about=about) if found.label else about


def until(t: Speech, found: Invitation) -> str:
    """Its last day, on the clock of its first region."""
    if found.expires_at is None:
        return ""
    return t.day(wall(found.expires_at, region(found.regions[0]).zone))


def listed(t: Speech, found: list[Invitation], page: int) -> Screen:
    """Those going on, with how far each is used."""
    page = min(page, max(0, len(found) - 1) // PAGE)
    shown = found[page * PAGE : (page + 1) * PAGE]
    lines = [say(t, "invite.list"), *(f"{n}. {_line(t, one)}" for n, one in enumerate(shown, 1))]
    rows = [[Button(_short(t, n, one), f"i:open:{one.id}")] for n, one in enumerate(shown, 1)]
    before, after, more = t("directory.button.before"), t("directory.button.more"), len(found) > (page + 1) * PAGE
    rows += turns(before, after, page, lambda other: f"i:list:{other}", more=more)
    if not found:
        lines.append(say(t, "invite.none"))
    back = [Button(t("button.back"), "e:home"), home.back(t)]
    return Screen("\n\n".join(lines), [*rows, back])


def _line(t: Speech, found: Invitation) -> str:
    return f"{escape(title(t, found))}\n{used(t, found)}"


def used(t: Speech, found: Invitation) -> str:
    """« 2 sur 5 utilisées, jusqu’au … »."""
    return t.count("invite.used", found.used, uses=found.uses, until=until(t, found))


def _short(t: Speech, number: int, found: Invitation) -> str:
    words = f"{number}. {found.label or title(t, found)}"
    return words if len(words) <= BUTTON else words[: BUTTON - 1] + "…"


def opened(t: Speech, sight: Sight, now: datetime) -> Screen:
    """One of them: what it gives, how far it is used, and what can be done about it."""
    found = sight.invitation
    going = live(found, now)
    lines = [f"<b>{escape(title(t, found))}</b>", used(t, found)]
    if sight.under_way:
        lines.append(t.count("invite.under_way", sight.under_way))
    if not going:
        lines.append(t("invite.over.revoked" if found.state == "revoked" else "invite.over.ended"))
    elif not sight.own:
        lines.append(t("invite.not_own"))
    rows = []
    if going and sight.own:
        lines.append(t("invite.renewing"))
        rows = [
            [Button(t("invite.button.renew"), f"i:renew:{found.id}")],
            [Button(t("invite.button.revoke"), f"i:sure:{found.id}", style="danger")],
        ]
    return Screen("\n\n".join(lines), [*rows, [Button(t("button.back"), "i:list:0")]])


def sure(t: Speech, sight: Sight) -> Screen:
    """What revoking does, in numbers; the safe choice comes first."""
    found = sight.invitation
    lines = [
        say(t, "invite.sure", name=title(t, found)),
        t.count("invite.sure.left", found.uses - found.used - sight.under_way),
    ]
    if found.used:
        lines.append(t.count("invite.sure.in", found.used))
    if sight.under_way:
        lines.append(t.count("invite.sure.under_way", sight.under_way))
    rows = [
        [Button(t("invite.button.keep"), f"i:open:{found.id}")],
        [Button(t("invite.button.revoke_now"), f"i:revoke:{found.id}", style="danger")],
    ]
    return Screen("\n\n".join(lines), rows)
