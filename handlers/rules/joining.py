"""Joining, one step a screen: promise, charter, 18 or over, name, region, organisation, directory."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime

import storage.groups
import storage.invitations
import storage.members
import storage.requests
from handlers.rules import acts, names, people
from handlers.rules.people import Person
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.regions import REGIONS, named
from storage.database import Transaction
from storage.groups import Group
from storage.invitations import Invitation, Joining
from storage.members import Role

PROMISE = "2026-11"  # version of the confidentiality text in the catalogues
# What is given at each step; going back asks for it again.
STEPS = {
    "promise": "promise",
    "charter": "charter",
    "adult": "adult",
    "name": "first_name",
    "region": "region",
    "organisation": "organisation",
}
LAST = "directory"
AT_THE_DOOR = "door"  # the step of whoever did their part and waits for a coordinator
WRITTEN = {"name": "name", "region": "region", "organisation": "organisation", LAST: "organisation"}


def open_invitation(tx: Transaction, who: Person, token: str, now: datetime) -> Joining | tuple[Role, ...]:
    """Begin or go on joining; a member just has the invitation's roles from now on, which are returned."""
    invitation = storage.invitations.by_token(tx, token)
    if invitation is None:
        raise Refusal(Reason.INVITATION_UNKNOWN)
    if who.member is not None:
        return _given(tx, who, invitation, now)
    under_way = storage.invitations.joining(tx, who.telegram_id)
    if under_way is None or under_way.invitation_id != invitation.id:
        _admit(tx, invitation, now)
        storage.invitations.begin(tx, who.telegram_id, invitation.id, who.language)
    return current(tx, who)


def _admit(tx: Transaction, invitation: Invitation, now: datetime) -> None:
    """Refuse whom there is no place for. Whoever has begun has a place: nobody is turned away at the last step."""
    if invitation.state == "revoked":
        raise Refusal(Reason.INVITATION_REVOKED)
    if invitation.used + storage.invitations.under_way(tx, invitation.id) >= invitation.uses:
        raise Refusal(Reason.INVITATION_USED)
    if invitation.expires_at is None or invitation.expires_at <= now:
        raise Refusal(Reason.INVITATION_EXPIRED)


def _given(tx: Transaction, who: Person, invitation: Invitation, now: datetime) -> tuple[Role, ...]:
    found = people.member(who)
    roles = _roles(invitation)
    new = [role for role in roles if role not in found.roles]
    if new and all(found.holds("coordinator", role.region) for role in roles):
        return ()  # whoever could have made the link tries it: it is for others
    if new:
        _admit(tx, invitation, now)
        storage.invitations.use(tx, invitation.id)
    for role in new:
        storage.members.grant(tx, found.id, role)
        acts.record(tx, "given", role.region, now, member=found.id, role=role.name)
    return roles


def _roles(invitation: Invitation) -> tuple[Role, ...]:
    return tuple(Role(invitation.role, code) for code in invitation.regions)


def current(tx: Transaction, who: Person) -> Joining:
    """How far this person has come; refuses whoever is not joining, or not any more."""
    found = storage.invitations.joining(tx, who.telegram_id)
    if found is None:
        raise Refusal(Reason.STALE if who.member is not None or who.gone is not None else Reason.JOINING_OVER)
    return found


def step(joining: Joining) -> str:
    """What is asked next: one of STEPS, or the directory as the last."""
    if joining.promise != PROMISE:
        return "promise"
    left = next((step for step, field in STEPS.items() if getattr(joining, field) in (None, False)), LAST)
    return AT_THE_DOOR if left == LAST and joining.directory is not None else left


def purpose(tx: Transaction, who: Person) -> str:
    """What a free text is: `name`, `organisation`, `free`, or `step` for whoever was not asked to write yet.

    Refuses strangers.
    """
    del tx
    if who.member is not None:
        return "free"
    if who.joining is None:
        raise Refusal(Reason.MEMBERS_ONLY)
    return WRITTEN.get(step(who.joining), "step")


def on_the_way(tx: Transaction, who: Person) -> Joining | None:
    """How far this person has come; None for members and strangers."""
    return None if who.member is not None else storage.invitations.joining(tx, who.telegram_id)


def choose_language(tx: Transaction, who: Person, language: str) -> Person:
    """The language to go on in, for members and for whoever is joining; strangers have nothing to keep it in."""
    if who.member is not None:
        people.choose_language(tx, who, language)
    elif storage.invitations.joining(tx, who.telegram_id) is not None:
        storage.invitations.note(tx, who.telegram_id, language=language)
    return people.recognise(tx, who.telegram_id, language)


def agree(tx: Transaction, who: Person, text: str, version: str) -> Joining:
    """Agree to the `promise` or to the `charter`, in the version that was read."""
    return _note(tx, who, **{text: version})


def come_of_age(tx: Transaction, who: Person) -> Joining:
    """Say that one is 18 or over."""
    return _note(tx, who, adult=True)


def turn_back(tx: Transaction, who: Person) -> list[Group]:
    """Somebody is under 18: nothing is kept of them, and their place is free again. Repeated: nothing changes.

    Returns the groups they asked to come into, which has to be withdrawn at Telegram too.
    """
    if who.member is not None:
        raise Refusal(Reason.STALE)
    asked = [storage.groups.by_id(tx, request.group_id) for request in storage.requests.of(tx, who.telegram_id)]
    storage.invitations.stop(tx, who.telegram_id)
    storage.requests.forget_all(tx, who.telegram_id)
    return [group for group in asked if group is not None]


def give_name(tx: Transaction, who: Person, name: str) -> Joining:
    """Take the first name or nickname."""
    current(tx, who)
    return _note(tx, who, first_name=names.first_name(name))


def give_region_or_name(tx: Transaction, who: Person, words: str, served: Collection[str]) -> Joining:
    """What is written where the region is asked for: a region’s name, or the first name put right."""
    code = named(words)
    if code in served and words.strip() != current(tx, who).first_name:
        return choose_region(tx, who, str(code))
    return give_name(tx, who, words)


def choose_region(tx: Transaction, who: Person, code: str) -> Joining:
    """Say where one works."""
    if code not in REGIONS:
        raise Refusal(Reason.STALE)
    return _note(tx, who, region=code)


def give_organisation(tx: Transaction, who: Person, organisation: str | None) -> Joining:
    """Say for whom one works; None is rather not."""
    found = current(tx, who)
    if organisation is not None and _repeats(found, organisation):
        return found
    if organisation is None and found.organisation is not None:
        return found  # passed over on a card of before: what was written stays
    return _note(tx, who, organisation=names.organisation(organisation) if organisation is not None else "")


def _repeats(found: Joining, words: str) -> bool:
    """The region or the name that was written, once more: by a door nothing is asked between name and organisation."""
    return words.strip() == found.first_name or (found.region is not None and named(words) == found.region)


def _note(tx: Transaction, who: Person, **fields: str | bool) -> Joining:
    storage.invitations.note(tx, who.telegram_id, **fields)
    return current(tx, who)


def finish(tx: Transaction, who: Person, listed: bool, now: datetime) -> Person:
    """The last step: the member exists, a place of the invitation is used up. Repeated: nothing changes.

    By a door the last word is a coordinator's.
    """
    if who.member is not None:
        return who
    under_way = current(tx, who)
    if step(under_way) not in (LAST, AT_THE_DOOR):
        raise Refusal(Reason.STALE)
    if under_way.invitation_id is None:
        storage.invitations.note(tx, who.telegram_id, directory=listed)
        return people.recognise(tx, who.telegram_id, who.language)
    # Held, then looked at again: somebody may be revoking it at this very moment.
    invitation = storage.invitations.hold(tx, under_way.invitation_id)
    found = current(tx, who)
    if invitation is None:
        raise Refusal(Reason.STALE)
    enrol(tx, replace(found, directory=listed), _roles(invitation), now)
    storage.invitations.use(tx, invitation.id)
    return people.recognise(tx, who.telegram_id, who.language)


def enrol(tx: Transaction, joining: Joining, roles: Iterable[Role], now: datetime) -> int:
    """Whoever has said everything is a member with these roles; returns the number."""
    if not (joining.first_name and joining.region and joining.charter):
        raise Refusal(Reason.STALE)
    member_id = storage.members.add(
        tx,
        telegram_id=joining.telegram_id,
        first_name=joining.first_name,
        language=joining.language,
        region=joining.region,
        joined=f"{now:%Y-%m}",
        promise=PROMISE,
        charter=joining.charter,
        organisation=joining.organisation or None,
        directory=bool(joining.directory),
    )
    for role in roles:
        storage.members.grant(tx, member_id, role)
    storage.invitations.stop(tx, joining.telegram_id)
    return member_id


def back(tx: Transaction, who: Person, left: str) -> Joining:
    """Leave the step `left` for the one before, where the last thing given is asked again; elsewhere nothing moves."""
    joining = current(tx, who)
    given = STEPS | {LAST: "directory"}
    steps = [*given, AT_THE_DOOR]
    if left in steps[1:] and step(joining) == left:
        field = given[steps[steps.index(left) - 1]]
        storage.invitations.note(tx, who.telegram_id, **{field: False if field == "adult" else None})
    return current(tx, who)
