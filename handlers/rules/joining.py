"""Joining: an invitation leads through the promise, the charter, a first name and a region; one step a screen."""

import re
import unicodedata
from datetime import datetime

import storage.invitations
import storage.journal
import storage.members
from handlers.rules import people
from handlers.rules.civil import today
from handlers.rules.people import Person
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.regions import REGIONS, region
from storage.database import Transaction
from storage.invitations import Invitation, Joining
from storage.journal import Entry
from storage.members import NATIONAL, Role

PROMISE = "2026-11"  # version of the confidentiality text in the catalogues
CHARTER = "2026-11"  # version of the charter in the catalogues
AT_THE_DOOR = "door"  # the step of whoever did their part and waits for a coordinator
NAME_LENGTH = 40
# At most five words of letters and digits, the first a letter: more are a sentence, perhaps a difficulty. A full
# stop ends a word, so that no name is an address.
NAME = re.compile(r"[^\W\d_]\w*\.?(?:[ '’-]\w+\.?){0,4}")


def open_invitation(tx: Transaction, who: Person, token: str, now: datetime) -> Joining | None:
    """Begin or go on joining; None when there is nothing to ask: a member just receives the role."""
    invitation = storage.invitations.by_token(tx, token)
    if invitation is None:
        raise Refusal(Reason.INVITATION_UNKNOWN)
    role = Role(invitation.role, invitation.region)
    if who.member is not None and role in who.member.roles:
        return None
    started = _started(tx, who, invitation, now)
    if who.member is not None:
        storage.members.grant(tx, who.member.id, role)
        given = Entry(today(now, region(role.region).zone), "given", role.region, member=who.member.id, role=role.name)
        storage.journal.write(tx, given)
        storage.invitations.finish(tx, started)
        return None
    return started


def _started(tx: Transaction, who: Person, invitation: Invitation, now: datetime) -> Joining:
    if invitation.state == "used" or storage.invitations.taken_by(tx, invitation.id) not in (
        None,
        who.telegram_id,
    ):
        raise Refusal(Reason.INVITATION_USED)
    if invitation.expires_at <= now:
        raise Refusal(Reason.INVITATION_EXPIRED)
    under_way = storage.invitations.joining(tx, who.telegram_id)
    if under_way is None or under_way.invitation_id != invitation.id:
        proposed = None if invitation.region == NATIONAL else invitation.region
        storage.invitations.begin(tx, who.telegram_id, invitation.id, who.language, proposed)
    return _under_way(tx, who)


def _under_way(tx: Transaction, who: Person) -> Joining:
    found = storage.invitations.joining(tx, who.telegram_id)
    if found is None:
        raise Refusal(Reason.STALE)
    return found


def step(joining: Joining) -> str:
    """What is asked next: promise, charter, name or region."""
    if joining.promise != PROMISE:
        return "promise"
    if joining.charter != CHARTER:
        return "charter"
    if joining.first_name is None:
        return "name"
    return "region" if joining.group_id is None or joining.region is None else AT_THE_DOOR


def purpose(tx: Transaction, who: Person) -> str:
    """What a free text is: `name`, `free`, or `step` for whoever was not asked to write yet; refuses strangers."""
    del tx
    if who.member is not None:
        return "free"
    if who.joining is None:
        raise Refusal(Reason.MEMBERS_ONLY)
    return "name" if step(who.joining) in ("name", "region", AT_THE_DOOR) else "step"


def current(tx: Transaction, who: Person) -> Joining:
    """How far this person has come; refuses whoever is not joining."""
    return _under_way(tx, who)


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


def agree(tx: Transaction, who: Person, text: str) -> Joining:
    """Agree to the `promise` or to the `charter`, in the version shown."""
    _under_way(tx, who)
    version = PROMISE if text == "promise" else CHARTER
    storage.invitations.note(tx, who.telegram_id, **{text: version})
    return _under_way(tx, who)


def give_name(tx: Transaction, who: Person, name: str) -> Joining:
    """Take the first name or nickname: 1 to 40 letters, no line break, nothing that looks like an address."""
    _under_way(tx, who)
    tidy = " ".join(unicodedata.normalize("NFC", name).split())
    if len(tidy) > NAME_LENGTH or not NAME.fullmatch(tidy):
        raise Refusal(Reason.NAME_UNFIT, most=NAME_LENGTH)
    storage.invitations.note(tx, who.telegram_id, first_name=tidy)
    return _under_way(tx, who)


def choose_region(tx: Transaction, who: Person, code: str, now: datetime) -> Person:
    """Finish joining: the member exists, the invitation is used up. Repeated: nothing changes."""
    if who.member is not None:
        return who
    joining = _under_way(tx, who)
    if step(joining) != "region" or code not in REGIONS:
        raise Refusal(Reason.STALE)
    if joining.invitation_id is None:  # by the door of a national group, which says nothing of the region
        storage.invitations.note(tx, who.telegram_id, region=code)
        return people.recognise(tx, who.telegram_id, who.language)
    member_id = enrol(tx, joining, code, now)
    invitation = storage.invitations.by_id(tx, joining.invitation_id)
    storage.members.grant(tx, member_id, Role(invitation.role, invitation.region))
    storage.invitations.finish(tx, joining)
    return people.recognise(tx, who.telegram_id, who.language)


def enrol(tx: Transaction, joining: Joining, code: str, now: datetime) -> int:
    """The member whom this joining makes; returns the number."""
    return storage.members.add(
        tx,
        telegram_id=joining.telegram_id,
        first_name=joining.first_name or "",
        language=joining.language,
        region=code,
        joined=f"{now:%Y-%m}",
        promise=PROMISE,
        charter=CHARTER,
    )


def back(tx: Transaction, who: Person, left: str) -> Joining:
    """Leave the step `left` for the one before, where the last thing given is asked again; elsewhere nothing moves."""
    joining = _under_way(tx, who)
    last = {"charter": "promise", "name": "charter", "region": "first_name", AT_THE_DOOR: "first_name"}.get(left)
    if last is not None and step(joining) == left:
        storage.invitations.note(tx, who.telegram_id, **{last: None})
    return _under_way(tx, who)
