"""Inviting: coordinators prepare a link for their regions, follow it and revoke it; the operator makes one at once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import storage.invitations
from handlers.rules import acts, people
from handlers.rules.people import ROLES, Person
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.regions import BOXES, REGIONS
from storage.database import Transaction
from storage.invitations import Invitation
from storage.members import NATIONAL

USES = (1, 5, 20, 50)
DAYS = (1, 7, 30, 90)
USUAL_DAYS = 7
VALID_FOR = timedelta(days=USUAL_DAYS)
LABEL_LENGTH = 60
PREFIX = "i_"  # start payloads that open an invitation
# What can be chosen for a field by its place in a list.
CHOICES: dict[str, tuple[object, ...]] = {"role": ROLES, "uses": USES, "days": DAYS}


def prepare(tx: Transaction, who: Person) -> Invitation:
    """The invitation this coordinator is preparing; a new one is for one peer worker of their region."""
    owner = people.coordinator(who)
    found = storage.invitations.draft(tx, owner.id)
    if found is not None:
        return found
    return storage.invitations.begin_draft(tx, owner.id, ROLES[0], people.usual_region(owner), USUAL_DAYS)


def own_draft(tx: Transaction, who: Person, key: int) -> Invitation:
    """The draft behind a button, if it is still this coordinator's."""
    owner = people.coordinator(who)
    found = storage.invitations.by_id(tx, key)
    if found is None or found.owner != owner.id:
        raise Refusal(Reason.STALE)
    return found


def choices(tx: Transaction, who: Person, key: int, field: str) -> Invitation:
    """The draft for one of whose fields something is to be chosen."""
    if field not in CHOICES:
        raise Refusal(Reason.STALE)
    return own_draft(tx, who, key)


def choose(tx: Transaction, who: Person, key: int, field: str, index: int) -> Invitation:
    """Choose a role, a number of uses or how long it lasts, by its place in the list."""
    found = choices(tx, who, key, field)
    if index >= len(CHOICES[field]):
        raise Refusal(Reason.STALE)
    return storage.invitations.change(tx, found.id, **{field: CHOICES[field][index]})


def regions(tx: Transaction, who: Person, key: int) -> tuple[Invitation, list[str]]:
    """The draft and the regions it may be for."""
    return own_draft(tx, who, key), people.coordinated(people.coordinator(who))


def tick(tx: Transaction, who: Person, key: int, code: str, on: bool) -> tuple[Invitation, list[str]]:
    """Invite for this region too, or not for it; for one at least."""
    found, held = regions(tx, who, key)
    if on:
        people.coordinator(who, code)
    ticked = [each for each in BOXES if (on if each == code else each in found.regions)]
    if not ticked:
        raise Refusal(Reason.REGION_NEEDED)
    return storage.invitations.change(tx, found.id, regions=" ".join(ticked)), held


def name(tx: Transaction, who: Person, key: int, label: str | None) -> Invitation:
    """What the invitation is for, in words for those who look after it; None takes them away."""
    found = own_draft(tx, who, key)
    tidy = " ".join(label.split()) if label else None
    if tidy is not None and len(tidy) > LABEL_LENGTH:
        raise Refusal(Reason.FIELD_TOO_LONG, most=LABEL_LENGTH)
    return storage.invitations.change(tx, found.id, label=tidy)


def place(tx: Transaction, who: Person, key: int, card: int | None, question: int | None) -> None:
    """Remember which messages show the draft and ask for its label, so that the next ones take their place."""
    storage.invitations.change(tx, own_draft(tx, who, key).id, card=card, question=question)


def discard(tx: Transaction, who: Person, key: int) -> Invitation | None:
    """Throw the draft away, and return it; None when it is gone already."""
    people.coordinator(who)
    if storage.invitations.by_id(tx, key) is None:
        return None
    found = own_draft(tx, who, key)
    storage.invitations.discard(tx, found.id)
    return found


def create(
    tx: Transaction, who: Person, key: int, token: str, source: str, now: datetime
) -> tuple[Invitation, Invitation] | None:
    """Make the draft's link; returns the draft, and what it is now. None: another tap has just made it.

    `source` names the tap: delivered again, it is one invitation, and the newest token works.
    """
    owner = people.coordinator(who)
    found = storage.invitations.by_id(tx, key)
    if found is None or (found.owner != owner.id and found.state != "open"):
        raise Refusal(Reason.STALE)
    _all_regions(who, found)
    if found.state == "draft":
        _write(tx, who, "invited", found, now)
    elif found.source != source:
        return None
    return found, storage.invitations.open_with(tx, key, token, now + timedelta(days=found.days), source)


def _all_regions(who: Person, found: Invitation) -> None:
    for code in found.regions:
        people.coordinator(who, code)


def _write(tx: Transaction, who: Person, kind: str, found: Invitation, now: datetime) -> None:
    actor = people.member(who).id
    for code in found.regions:
        acts.record(tx, kind, code, now, actor=actor, role=found.role)


def by_operator(tx: Transaction, role: str, code: str, token: str, now: datetime) -> None:
    """Make an invitation for one person from the command line; refuses what is unknown."""
    if role not in ROLES or (code not in REGIONS and code != NATIONAL):
        raise Refusal(Reason.STALE)
    storage.invitations.issue(tx, token=token, role=role, region=code, days=USUAL_DAYS, expires_at=now + VALID_FOR)


@dataclass(frozen=True)
class Sight:
    """An invitation as a coordinator sees it: how many are joining with it, and whether it is theirs to change."""

    invitation: Invitation
    under_way: int
    own: bool


def going_on(tx: Transaction, who: Person, now: datetime) -> list[Invitation]:
    """The invitations for a region this coordinator acts for, the first to end first."""
    held = set(people.coordinated(people.coordinator(who)))
    return [found for found in storage.invitations.going_on(tx, now) if held.intersection(found.regions)]


def look(tx: Transaction, who: Person, key: int) -> Sight:
    """One of them, in whichever state; refuses those of other regions."""
    held = set(people.coordinated(people.coordinator(who)))
    found = storage.invitations.by_id(tx, key)
    if found is None or found.state == "draft":
        raise Refusal(Reason.STALE)
    if not held.intersection(found.regions):
        raise Refusal(Reason.OTHER_REGION)
    return Sight(found, storage.invitations.under_way(tx, key), held.issuperset(found.regions))


def live(found: Invitation, now: datetime) -> bool:
    """Whether it may still let somebody in."""
    return found.state == "open" and found.expires_at is not None and now < found.expires_at and found.used < found.uses


def renew(tx: Transaction, who: Person, key: int, token: str, now: datetime) -> Invitation:
    """Another link in the place of the one before, which stops working; all else stays."""
    found = _changeable(tx, who, key)
    if not live(found, now):
        raise Refusal(Reason.STALE)
    return storage.invitations.change(tx, found.id, token_hash=storage.invitations.token_hash(token))


def revoke(tx: Transaction, who: Person, key: int, now: datetime) -> Sight:
    """Let nobody in with it any more. Repeated: nothing changes."""
    found = _changeable(tx, who, key)
    if found.state == "open":
        storage.invitations.revoke(tx, found.id)
        _write(tx, who, "revoked", found, now)
    return look(tx, who, key)


def _changeable(tx: Transaction, who: Person, key: int) -> Invitation:
    """An invitation all of whose regions this coordinator acts for, held until the transaction ends."""
    storage.invitations.hold(tx, key)
    found = look(tx, who, key).invitation
    _all_regions(who, found)
    return found


def behind(tx: Transaction, who: Person, token: str) -> Invitation:
    """The invitation of a link that a coordinator has in front of them; refuses a link that was replaced."""
    found = storage.invitations.by_token(tx, token)
    if found is None:
        raise Refusal(Reason.STALE)
    _all_regions(who, look(tx, who, found.id).invitation)
    return found


def link(username: str, token: str) -> str:
    """The address that opens the bot with this invitation."""
    return f"https://t.me/{username}?start={PREFIX}{token}"
