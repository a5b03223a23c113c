"""Who is asking: the person behind an update, member or not, and what they may do."""

from dataclasses import dataclass
from datetime import date, datetime

import storage.invitations
import storage.members
from handlers.rules import civil
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.regions import NATIONAL, REGIONS, region
from storage.database import Transaction
from storage.invitations import Joining
from storage.members import Member

ROLES = ("peer_worker", "supervisor", "coordinator")


@dataclass(frozen=True)
class Person:
    """Someone who writes to the bot; `language` is the one they chose, or what their Telegram speaks."""

    telegram_id: int
    language: str
    member: Member | None
    joining: Joining | None = None
    gone: Member | None = None  # who left, until they are erased


def recognise(tx: Transaction, telegram_id: int, spoken: str) -> Person:
    """Find who this account is; reads only, so that a report leaves no trace in the member's row."""
    member = storage.members.by_telegram(tx, telegram_id)
    if member is not None and member.state in storage.members.PRESENT:
        return Person(telegram_id, member.language, member)
    joining = storage.invitations.joining(tx, telegram_id)
    known = joining or member
    return Person(telegram_id, known.language if known else spoken, None, joining, member)


def member(who: Person) -> Member:
    """The member this person is; refuses strangers."""
    if who.member is None:
        raise Refusal(Reason.MEMBERS_ONLY)
    return who.member


def peer(who: Person) -> Member:
    """The member this person is, with any role; refuses whoever has none left, to whom no group is open."""
    found = member(who)
    if not found.roles:
        raise Refusal(Reason.NO_ROLE)
    return found


def own(tx: Transaction, who: Person) -> Member:
    """Whoever asks, as a use case of its own."""
    del tx
    return member(who)


def coordinator(who: Person, for_region: str | None = None) -> Member:
    """The coordinator this person is, for that region if one is named; refuses everyone else."""
    found = member(who)
    if not found.holds("coordinator"):
        raise Refusal(Reason.COORDINATORS_ONLY)
    if for_region is not None and not found.holds("coordinator", for_region):
        raise Refusal(Reason.OTHER_REGION)
    return found


def supervisor(who: Person) -> Member:
    """The supervisor this person is; refuses everyone else."""
    found = member(who)
    if not found.holds("supervisor"):
        raise Refusal(Reason.SUPERVISORS_ONLY)
    return found


def coordinated(found: Member) -> list[str]:
    """The regions a coordinator may act for, `national` included, in the order of the list of regions."""
    held = found.regions("coordinator")
    every = [*REGIONS, NATIONAL]
    return every if NATIONAL in held else [code for code in every if code in held]


def coordinated_places(who: Person) -> list[str]:
    """The same without the nation, where nobody lives; refuses who coordinates nothing."""
    return [code for code in coordinated(coordinator(who)) if code != NATIONAL]


def check_not_last(tx: Transaction, number: int, code: str) -> None:
    """Somebody else who can be reached coordinates this region, or the nation; refuses to leave it to nobody."""
    going_on = {(one, place) for one, place in storage.members.coordinators(tx)} - {(number, code)}
    if not any(place in (code, NATIONAL) for _, place in going_on):
        raise Refusal(Reason.LAST_COORDINATOR)


def coordinators_of(tx: Transaction, code: str) -> list[int]:
    """The numbers of a region's coordinators; of the national ones where it has none."""
    return storage.members.holders(tx, ["coordinator"], [code]) or storage.members.holders(
        tx, ["coordinator"], [NATIONAL]
    )


def usual_region(found: Member) -> str:
    """The region a coordinator begins with: their own where they coordinate it, or else the first of theirs."""
    held = coordinated(found)
    return found.region if found.region in held else held[0]


def belongs(found: Member, code: str) -> bool:
    """Whether what happens in this region is this member's business: any role there, or a national matter."""
    return code == NATIONAL or any(role.region in (code, NATIONAL) for role in found.roles)


def zone(found: Member) -> str:
    """The clock a member lives by."""
    return region(found.region).zone


def today(found: Member, now: datetime) -> date:
    """The day on a member's clock."""
    return civil.today(now, zone(found))


def come_back(tx: Transaction, who: Person) -> None:
    """A member who had blocked the bot opens it again: they can be reached."""
    if who.member is not None and who.member.state == "unreachable":
        storage.members.set_state(tx, who.telegram_id, "active")


def go_away(tx: Transaction, who: Person) -> None:
    """A member blocked the bot: nothing reaches them until they come back."""
    if who.member is not None and who.member.state == "active":
        storage.members.set_state(tx, who.telegram_id, "unreachable")


def anybody(tx: Transaction, who: Person) -> None:
    """Whoever it is may: only find out who."""
    del tx, who


def choose_language(tx: Transaction, who: Person, language: str) -> None:
    """Remember the language a member chose."""
    storage.members.set_language(tx, member(who).id, language)
