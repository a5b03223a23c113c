"""Invitations, from draft to end, and the joinings they open: a link for some people, its token kept only as a hash."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    Row,
    String,
    Table,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from storage.community import Instant, metadata
from storage.database import Transaction

invitations = Table(
    "invitations",
    metadata,
    Column("id", Integer, primary_key=True),
    # Whose draft it is, one each; emptied when the link is made: from then on it belongs to its regions.
    Column("owner", ForeignKey("members.id", ondelete="CASCADE"), unique=True),
    Column("token_hash", LargeBinary(32), unique=True),  # empty in a draft
    Column("role", String(12), nullable=False),
    Column("regions", String(160), nullable=False),  # their codes, with spaces between
    Column("uses", Integer, nullable=False),  # how many people it lets in
    Column("used", Integer, nullable=False),  # how many it has let in
    Column("days", Integer, nullable=False),  # how long it lasts once it is made
    Column("label", String(60)),
    Column("expires_at", Instant),
    Column("source", String(32), unique=True),  # hash of the tap that made it: a repeated tap is one invitation
    Column("state", String(8), nullable=False),  # draft, open, revoked
    Column("card", BigInteger),  # message of the draft's card in its owner's chat
    Column("question", BigInteger),  # message there that asks for its label
    sqlite_autoincrement=True,  # a number is never given again: the buttons of a discarded draft carry it
)

joinings = Table(
    "joinings",
    metadata,
    Column("telegram_id", BigInteger, primary_key=True, autoincrement=False),
    Column("invitation_id", ForeignKey("invitations.id"), index=True),
    Column("language", String(2), nullable=False),
    Column("promise", String(16)),  # version of the confidentiality text agreed to
    Column("charter", String(16)),  # version of the charter agreed to
    Column("adult", Boolean, nullable=False),
    Column("first_name", String(64)),
    Column("region", String(8)),
    Column("organisation", String(80)),  # empty text: preferred not to say
    Column("group_id", ForeignKey("groups.id", ondelete="CASCADE")),  # whose door led here, without an invitation
    Column("directory", Boolean),  # what they said by a door, before a coordinator lets them in
)


@dataclass(frozen=True)
class Invitation:
    """The right of some people to join with a role for some regions; in preparation, or made."""

    id: int
    owner: int | None
    role: str
    regions: tuple[str, ...]
    uses: int
    used: int
    days: int
    label: str | None
    expires_at: datetime | None
    source: str | None
    state: str
    card: int | None
    question: int | None


@dataclass(frozen=True)
class Joining:
    """A person on the way in: what they have agreed to and said so far, and the regions they were invited for."""

    telegram_id: int
    invitation_id: int | None
    language: str
    promise: str | None
    charter: str | None
    adult: bool
    first_name: str | None
    region: str | None
    organisation: str | None
    group_id: int | None
    directory: bool | None
    invited_for: tuple[str, ...]


# Locked: of two people who open one link at the same moment on PostgreSQL, the second sees the first one's place.
_BY_HASH = select(invitations).where(invitations.c.token_hash == bindparam("token_hash")).with_for_update()
_BY_ID = select(invitations).where(invitations.c.id == bindparam("id"))
_DRAFT = select(invitations).where(invitations.c.owner == bindparam("owner"))
_GOING_ON = (
    select(invitations)
    .where(
        invitations.c.state == "open",
        invitations.c.expires_at > bindparam("now"),
        invitations.c.used < invitations.c.uses,
    )
    .order_by(invitations.c.expires_at, invitations.c.id)
)
_JOINING = (
    select(joinings, invitations.c.regions)
    .outerjoin(invitations, invitations.c.id == joinings.c.invitation_id)
    .where(joinings.c.telegram_id == bindparam("telegram_id"))
)
_UNDER_WAY = select(func.count()).where(joinings.c.invitation_id == bindparam("invitation_id"))
_ENDED = select(invitations.c.id).where(invitations.c.expires_at <= bindparam("before"))
_NOBODY_IN = ~select(joinings.c.telegram_id).where(joinings.c.invitation_id == invitations.c.id).exists()


def token_hash(token: str) -> bytes:
    """What is kept of a token: it has 128 random bits, so a plain hash cannot be reversed."""
    return blake2b(token.encode(), digest_size=32, person=b"invitation").digest()


def _read(row: Row[Any] | None) -> Invitation | None:
    if row is None:
        return None
    fields = {name: value for name, value in row._mapping.items() if name != "token_hash"}
    return Invitation(**{**fields, "regions": tuple(fields["regions"].split())})


def draft(tx: Transaction, owner: int) -> Invitation | None:
    """The invitation this member is preparing."""
    return _read(tx.community.execute(_DRAFT, {"owner": owner}).one_or_none())


def begin_draft(tx: Transaction, owner: int, role: str, region: str, days: int) -> Invitation:
    """Start preparing one, for one person."""
    values = {"owner": owner, "role": role, "regions": region, "uses": 1, "used": 0, "days": days, "state": "draft"}
    number = tx.community.execute(insert(invitations).values(values).returning(invitations.c.id)).scalar_one()
    return _known(tx, number)


def change(tx: Transaction, invitation_id: int, **fields: object) -> Invitation:
    """Write some fields; returns the invitation as it now is."""
    tx.community.execute(update(invitations).where(invitations.c.id == invitation_id).values(**fields))
    return _known(tx, invitation_id)


def discard(tx: Transaction, invitation_id: int) -> None:
    """Throw away a draft."""
    tx.community.execute(delete(invitations).where(invitations.c.id == invitation_id, invitations.c.state == "draft"))


def open_with(tx: Transaction, invitation_id: int, token: str, expires_at: datetime, source: str) -> Invitation:
    """The draft becomes an invitation with this token; the same tap again gives it the newest one."""
    fields = {"owner": None, "card": None, "question": None, "state": "open", "source": source}
    return change(tx, invitation_id, token_hash=token_hash(token), expires_at=expires_at, **fields)


def issue(tx: Transaction, *, token: str, role: str, region: str, days: int, expires_at: datetime) -> None:
    """Write an invitation for one person that nobody prepared in the chat."""
    values = {"role": role, "regions": region, "uses": 1, "used": 0, "days": days, "state": "open"}
    tx.community.execute(insert(invitations).values(token_hash=token_hash(token), expires_at=expires_at, **values))


def by_token(tx: Transaction, token: str) -> Invitation | None:
    """The invitation behind a token, whatever its state; held until the transaction ends."""
    return _read(tx.community.execute(_BY_HASH, {"token_hash": token_hash(token)}).one_or_none())


def by_id(tx: Transaction, invitation_id: int) -> Invitation | None:
    """The invitation with this number, draft or not."""
    return _read(tx.community.execute(_BY_ID, {"id": invitation_id}).one_or_none())


def hold(tx: Transaction, invitation_id: int) -> Invitation | None:
    """The same, held until the transaction ends."""
    return _read(tx.community.execute(_BY_ID.with_for_update(), {"id": invitation_id}).one_or_none())


def _known(tx: Transaction, invitation_id: int) -> Invitation:
    found = by_id(tx, invitation_id)
    if found is None:
        raise LookupError("an invitation that was just written is gone")
    return found


def going_on(tx: Transaction, now: datetime) -> list[Invitation]:
    """Those that may still let somebody in, the first to end first."""
    rows = tx.community.execute(_GOING_ON, {"now": now})
    return [found for row in rows if (found := _read(row))]


def under_way(tx: Transaction, invitation_id: int) -> int:
    """How many people are joining with this invitation: each has a place in it."""
    return int(tx.community.execute(_UNDER_WAY, {"invitation_id": invitation_id}).scalar_one())


def use(tx: Transaction, invitation_id: int) -> None:
    """Somebody was let in."""
    counted = update(invitations).where(invitations.c.id == invitation_id).values(used=invitations.c.used + 1)
    tx.community.execute(counted)


def joining(tx: Transaction, telegram_id: int) -> Joining | None:
    """How far this account has come on its way in."""
    row = tx.community.execute(_JOINING, {"telegram_id": telegram_id}).one_or_none()
    if row is None:
        return None
    fields = {name: value for name, value in row._mapping.items() if name != "regions"}
    return Joining(**fields, invited_for=tuple((row.regions or "").split()))


def begin(tx: Transaction, telegram_id: int, invitation_id: int, language: str) -> None:
    """Start joining with this invitation; an earlier unfinished joining of the account gives way."""
    stop(tx, telegram_id)
    values = {"telegram_id": telegram_id, "invitation_id": invitation_id, "language": language, "adult": False}
    tx.community.execute(insert(joinings).values(values))


def knock(tx: Transaction, telegram_id: int, group_id: int, language: str, region: str | None) -> None:
    """Start joining by the door of a group, unless this account is on its way already."""
    if joining(tx, telegram_id) is None:
        row = {"telegram_id": telegram_id, "group_id": group_id, "language": language, "region": region}
        tx.community.execute(insert(joinings).values(adult=False, **row))


def stop_at_door(tx: Transaction, telegram_id: int) -> None:
    """Forget a joining by a door, which was refused or is done."""
    by_door = joinings.c.group_id.is_not(None)
    tx.community.execute(delete(joinings).where(joinings.c.telegram_id == telegram_id, by_door))


def note(tx: Transaction, telegram_id: int, **fields: str | bool | None) -> None:
    """Write what a joining person has just agreed to or said."""
    tx.community.execute(update(joinings).where(joinings.c.telegram_id == telegram_id).values(**fields))


def stop(tx: Transaction, telegram_id: int) -> None:
    """Forget how far this account has come; its place is free again."""
    tx.community.execute(delete(joinings).where(joinings.c.telegram_id == telegram_id))


def revoke(tx: Transaction, invitation_id: int) -> None:
    """Let nobody in any more, nor those who have not finished."""
    change(tx, invitation_id, state="revoked")
    tx.community.execute(delete(joinings).where(joinings.c.invitation_id == invitation_id))


def forget_joinings(tx: Transaction, before: datetime) -> int:
    """Forget unfinished joinings whose invitation ended before; returns how many."""
    ended = joinings.c.invitation_id.in_(_ENDED)
    return tx.community.execute(delete(joinings).where(ended), {"before": before}).rowcount


def forget(tx: Transaction, before: datetime) -> int:
    """Forget invitations that ended before and that nobody is joining with; returns how many."""
    gone = delete(invitations).where(invitations.c.expires_at <= bindparam("before"), _NOBODY_IN)
    return tx.community.execute(gone, {"before": before}).rowcount
