"""What the program will say later: one row a sentence to a recipient, claimed, sent and settled by the courier."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Column, Index, Integer, String, Table, bindparam, delete, func, select, union_all, update
from sqlalchemy.sql import literal

from storage import upserts
from storage.community import Instant, metadata
from storage.database import Transaction

notices = Table(
    "notices",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(24), nullable=False),
    Column("about", String(40), nullable=False),
    Column("version", String(40), nullable=False),
    Column("recipient", String(40), nullable=False),  # member:1 or group:1
    Column("arguments", JSON, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("expires_at", Instant),
    Column("lane", Integer, nullable=False),
    Column("state", String(12), nullable=False),
    Column("leased_until", Instant),
    Column("attempts", Integer, nullable=False),
)
Index("uq_notices_once", notices.c.kind, notices.c.about, notices.c.version, notices.c.recipient, unique=True)
# A lane each, so that neither what waits for later nor what waits for its turn is gone through.
Index("ix_notices_due", notices.c.state, notices.c.lane, notices.c.due_at, notices.c.id)
Index("ix_notices_expires", notices.c.state, notices.c.expires_at)
Index("ix_notices_recipient", notices.c.recipient, notices.c.due_at)
Index("ix_notices_about", notices.c.about, notices.c.state)

LANES = ALERT, ANSWER, REMINDER, BROADCAST = 1, 2, 3, 4  # most urgent first; replies have no row


@dataclass(frozen=True)
class Notice:
    """A sentence to come. `arguments` is rendered at delivery in the reader's language and zone."""

    id: int
    kind: str
    about: str
    recipient: str
    arguments: Mapping[str, Any]
    lane: int
    attempts: int
    interrupted: bool  # it was being sent when the process died: nobody knows whether it arrived
    expires_at: datetime | None = None


@dataclass(frozen=True)
class NewNotice:
    """A sentence to write down: who, about what, when, until when it still makes sense."""

    kind: str
    about: str
    version: str
    recipient: str
    due_at: datetime
    lane: int
    expires_at: datetime | None = None
    arguments: Mapping[str, Any] | None = None


_WAITING = ("waiting", "sending")
_DUE = (
    select(
        notices.c.id,
        notices.c.kind,
        notices.c.about,
        notices.c.recipient,
        notices.c.arguments,
        notices.c.lane,
        notices.c.attempts,
        (notices.c.state == "sending").label("interrupted"),
        notices.c.expires_at,
    )
    .order_by(notices.c.due_at, notices.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
# Two queues a lane, most urgent first: what was taken and not settled, once its lease is over, and what waits.
_QUEUES = [
    (notices.c.lane == lane, *queue)
    for lane in LANES
    for queue in (
        (notices.c.state == "sending", notices.c.leased_until, notices.c.leased_until < bindparam("now")),
        (notices.c.state == "waiting", notices.c.due_at, notices.c.due_at <= bindparam("now")),
    )
]
_TAKE = [_DUE.where(lane, state, due) for lane, state, _, due in _QUEUES]
_FIRSTS = [select(literal(n), func.min(at)).where(lane, state) for n, (lane, state, at, _) in enumerate(_QUEUES)]
_FIRST = union_all(*_FIRSTS)
_EXPIRE = (
    update(notices)
    .where(notices.c.state == "waiting", notices.c.expires_at <= bindparam("now"))
    .values(state="expired")
)
_LEASE = (
    update(notices)
    .where(notices.c.id.in_(bindparam("rows", expanding=True)))
    .values(state="sending", leased_until=bindparam("until"), attempts=notices.c.attempts + 1)
)
_SETTLE = (
    update(notices)
    .where(notices.c.id == bindparam("row"), notices.c.state == "sending")
    .values(state=bindparam("outcome"), leased_until=None)
)
_AGAIN = (
    update(notices)
    .where(notices.c.id == bindparam("row"), notices.c.state == "sending")
    .values(state="waiting", leased_until=None, due_at=bindparam("later"))
)
_SUPPRESS = update(notices).where(notices.c.about == bindparam("thing"), notices.c.state == "waiting")
_SUPPRESS_KINDS = _SUPPRESS.where(notices.c.kind.in_(bindparam("kinds", expanding=True)))
_SUPPRESS_FOR = _SUPPRESS_KINDS.where(notices.c.recipient == bindparam("whom"))
_HASTEN_FOR = (
    update(notices)
    .where(
        notices.c.recipient == bindparam("whom"),
        notices.c.kind.in_(bindparam("kinds", expanding=True)),
        notices.c.state == "waiting",
    )
    .values(due_at=bindparam("then"))
)
_THIS = (
    notices.c.kind == bindparam("kind"),
    notices.c.about == bindparam("thing"),
    notices.c.recipient == bindparam("whom"),
)
_WAITS = select(notices.c.id).where(*_THIS, notices.c.state == "waiting", notices.c.due_at <= bindparam("by"))
_FIRST_DUE = select(func.min(notices.c.due_at)).where(*_THIS)
_UNSETTLED = select(notices.c.id).where(*_THIS, notices.c.state.in_(_WAITING))
_NUMBER = select(func.count()).where(*_THIS)
_TO = (
    select(notices.c.kind, notices.c.state, notices.c.due_at)
    .where(notices.c.recipient == bindparam("whom"))
    .order_by(notices.c.due_at, notices.c.id)
)
_STATES = select(notices.c.state).where(notices.c.kind == bindparam("kind"), notices.c.about == bindparam("thing"))
_HEARD = select(func.count()).where(
    notices.c.recipient == bindparam("whom"), notices.c.due_at > bindparam("since"), notices.c.state == "sent"
)
_COUNTS = select(notices.c.state, func.count()).group_by(notices.c.state)


def add(tx: Transaction, new: Iterable[NewNotice]) -> None:
    """Write sentences to come; one that is already written (same kind, about, version, recipient) stays as it is."""
    rows = [
        {
            "kind": notice.kind,
            "about": notice.about,
            "version": notice.version,
            "recipient": notice.recipient,
            "arguments": dict(notice.arguments or {}),
            "due_at": notice.due_at,
            "expires_at": notice.expires_at,
            "lane": notice.lane,
            "state": "waiting",
            "attempts": 0,
        }
        for notice in new
    ]
    if not rows:
        return
    upserts.unless_there(tx, notices, rows)
    tx.rings = True


def waits(tx: Transaction, kind: str, about: str, recipient: str, by: datetime) -> bool:
    """Whether the recipient is to be told this very thing at `by` or sooner."""
    parameters = {"kind": kind, "thing": about, "whom": recipient, "by": by}
    return tx.community.execute(_WAITS, parameters).first() is not None


def states(tx: Transaction, kind: str, about: str) -> list[str]:
    """What has become of every notice of this kind about a thing."""
    return list(tx.community.execute(_STATES, {"kind": kind, "thing": about}).scalars())


def unsettled(tx: Transaction, kind: str, about: str, recipient: str) -> bool:
    """Whether the recipient has still to be told this."""
    parameters = {"kind": kind, "thing": about, "whom": recipient}
    return tx.community.execute(_UNSETTLED, parameters).first() is not None


def suppress_kinds(tx: Transaction, about: str, kinds: Iterable[str]) -> None:
    """Say these kinds no more about a thing: what they say has changed."""
    tx.community.execute(_SUPPRESS_KINDS.values(state="suppressed"), {"thing": about, "kinds": list(kinds)})


def number(tx: Transaction, kind: str, about: str, recipient: str) -> int:
    """How many times this was written to the recipient."""
    found: int = tx.community.execute(_NUMBER, {"kind": kind, "thing": about, "whom": recipient}).scalar_one()
    return found


def suppress(tx: Transaction, about: str) -> None:
    """Say nothing more about a thing: it is cancelled or moved."""
    tx.community.execute(_SUPPRESS.values(state="suppressed"), {"thing": about})


def to(tx: Transaction, recipient: str) -> list[tuple[str, str, datetime]]:
    """Everything that was said to somebody, or will be: kind, state, when."""
    return [(kind, state, due_at) for kind, state, due_at in tx.community.execute(_TO, {"whom": recipient})]


def suppress_for(tx: Transaction, about: str, recipient: str, kinds: Iterable[str]) -> None:
    """Say these kinds no more to this recipient: they have answered."""
    parameters = {"thing": about, "whom": recipient, "kinds": list(kinds)}
    tx.community.execute(_SUPPRESS_FOR.values(state="suppressed"), parameters)


def hasten_for(tx: Transaction, recipient: str, kinds: Iterable[str], due_at: datetime) -> None:
    """What waits of these kinds for a recipient is due then."""
    tx.community.execute(_HASTEN_FOR, {"whom": recipient, "kinds": list(kinds), "then": due_at})


def revive_for(tx: Transaction, about: str, version: str, recipient: str, kinds: Iterable[str], now: datetime) -> None:
    """Take back a suppression: the answer has changed, and what this version still has to say makes sense again."""
    statement = (
        update(notices)
        .where(
            notices.c.about == about,
            notices.c.version == version,
            notices.c.recipient == recipient,
            notices.c.kind.in_(list(kinds)),
            notices.c.state == "suppressed",
            notices.c.due_at > now,
        )
        .values(state="waiting")
    )
    tx.community.execute(statement)


def first_due(tx: Transaction, kind: str, about: str, recipient: str) -> datetime | None:
    """When somebody was first told of something, or will be; None when it is not written."""
    parameters = {"kind": kind, "thing": about, "whom": recipient}
    earliest: datetime | None = tx.community.execute(_FIRST_DUE, parameters).scalar_one()
    return earliest


def heard(tx: Transaction, recipient: str, since: datetime) -> int:
    """How much somebody was told of what was due after this instant."""
    found: int = tx.community.execute(_HEARD, {"whom": recipient, "since": since}).scalar_one()
    return found


def forget_all(tx: Transaction, recipient: str) -> None:
    """Forget whatever was said to somebody, and what was still to be said."""
    tx.community.execute(delete(notices).where(notices.c.recipient == recipient))


def forget_settled(tx: Transaction, before: datetime, now: datetime) -> int:
    """Forget what was due before this instant, is over, and could not be written again; returns how many."""
    over = notices.c.state.not_in(_WAITING) & (notices.c.due_at < before)
    outlived = notices.c.expires_at.is_(None) | (notices.c.expires_at < now)
    return tx.community.execute(delete(notices).where(over, outlived)).rowcount


def claim(tx: Transaction, now: datetime, most: int, lease: timedelta) -> list[Notice]:
    """Take due sentences for sending, most urgent first; another process cannot take them until the lease ends."""
    tx.community.execute(_EXPIRE, {"now": now})
    found = list[Notice]()
    for queue, first in sorted(tx.community.execute(_FIRST)):
        if first is not None and first <= now and len(found) < most:
            parameters = {"now": now, "most": most - len(found)}
            found += [Notice(*row) for row in tx.community.execute(_TAKE[queue], parameters)]
    if found:
        tx.community.execute(_LEASE, {"rows": [notice.id for notice in found], "until": now + lease})
    return found


def settle(tx: Transaction, notice_id: int, outcome: str) -> None:
    """Write how the sending ended: sent, failed, unknown, expired."""
    tx.community.execute(_SETTLE, {"row": notice_id, "outcome": outcome})


def again(tx: Transaction, notice_id: int, later: datetime) -> None:
    """Try once more at `later`."""
    tx.community.execute(_AGAIN, {"row": notice_id, "later": later})


def next_due(tx: Transaction) -> datetime | None:
    """When the next sentence is due, or an interrupted one can be taken again; None when nothing waits."""
    return min((first for _, first in tx.community.execute(_FIRST) if first is not None), default=None)


def counts(tx: Transaction) -> dict[str, int]:
    """How many sentences are in each state, for the health page."""
    return {state: number for state, number in tx.community.execute(_COUNTS)}
