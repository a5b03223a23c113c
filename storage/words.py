"""Words of coordinators to many: the draft and what was sent are the same row; each delivery is a row of `notices`."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    bindparam,
    delete,
    func,
    insert,
    select,
    text,
    update,
)

from storage import upserts
from storage.community import metadata
from storage.database import Transaction
from storage.notices import notices

KIND = "word"  # of the notices that are deliveries of words
UNSETTLED = ("waiting", "sending")

words = Table(
    "words",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("author", ForeignKey("members.id", ondelete="SET NULL")),  # empty once they are erased
    Column("region", String(8), nullable=False),  # whose coordinators wrote it, and look after it
    Column("audience", String(8), nullable=False),  # one of handlers.rules.audiences
    Column("argument", String(16), nullable=False),  # which role, group or meeting; nothing for all of a region
    Column("text", Text),  # empty before it is written, and again once its deliveries are counts only
    Column("state", String(8), nullable=False),  # draft, sending, stopped, sent
    Column("sent_on", Date),
    Column("waiting", Integer, nullable=False),  # deliveries still to come when its card was last renewed
    Column("card", BigInteger),  # message of the draft's card in its author's chat
    Column("question", BigInteger),  # message there that asks for the text
    sqlite_autoincrement=True,  # a number is never given again: the buttons of a discarded draft carry it
)
# One word in preparation per person: asking twice finds the same one.
Index(
    "uq_words_draft",
    words.c.author,
    unique=True,
    sqlite_where=text("state = 'draft'"),
    postgresql_where=text("state = 'draft'"),
)

# What became of deliveries whose rows are gone: how many, and of nobody.
outcomes = Table(
    "outcomes",
    metadata,
    Column("word_id", ForeignKey("words.id", ondelete="CASCADE"), primary_key=True),
    Column("outcome", String(12), primary_key=True),  # the last state of their notices
    Column("number", Integer, nullable=False),
)


@dataclass(frozen=True)
class Word:
    """A word to many, in preparation or sent."""

    id: int
    author: int | None
    region: str
    audience: str
    argument: str
    text: str | None
    state: str
    sent_on: date | None
    waiting: int
    card: int | None
    question: int | None


_BY_ID = select(words).where(words.c.id == bindparam("id"))
_DRAFT = select(words).where(words.c.author == bindparam("author"), words.c.state == "draft")
_LISTED = (
    select(words)
    .where(words.c.region.in_(bindparam("regions", expanding=True)), words.c.state != "draft")
    .order_by(words.c.id.desc())
    .limit(bindparam("most"))
)
_OF = select(words).where(words.c.author == bindparam("author")).order_by(words.c.id)
_UNDER_WAY = select(words).where(words.c.waiting > 0).order_by(words.c.id)
_DELIVERIES = (notices.c.kind == KIND, notices.c.about == bindparam("thing"))
_STATES = select(notices.c.state, func.count()).where(*_DELIVERIES).group_by(notices.c.state)
_OUTCOMES = select(outcomes.c.outcome, outcomes.c.number).where(outcomes.c.word_id == bindparam("word_id"))
_DELIVERY = (*_DELIVERIES, notices.c.recipient == bindparam("whom"))
_SEE = update(notices).where(*_DELIVERY, notices.c.state.in_(("sending", "sent", "unknown", "seen")))


def about(word_id: int) -> str:
    """The name of a word in notices and cards."""
    return f"word:{word_id}"


def draft(tx: Transaction, author: int) -> Word | None:
    """The word this member is preparing."""
    row = tx.community.execute(_DRAFT, {"author": author}).one_or_none()
    return None if row is None else Word(*row)


def begin(tx: Transaction, author: int, region: str, audience: str) -> Word:
    """Start preparing one."""
    values = {"author": author, "region": region, "audience": audience, "argument": "", "state": "draft", "waiting": 0}
    tx.community.execute(insert(words).values(values))
    return Word(*tx.community.execute(_DRAFT, {"author": author}).one())


def by_id(tx: Transaction, word_id: int) -> Word | None:
    """The word with this number."""
    row = tx.community.execute(_BY_ID, {"id": word_id}).one_or_none()
    return None if row is None else Word(*row)


def change(tx: Transaction, word_id: int, **fields: object) -> Word:
    """Write some fields of a word; returns it as it now is."""
    tx.community.execute(update(words).where(words.c.id == word_id).values(**fields))
    return Word(*tx.community.execute(_BY_ID, {"id": word_id}).one())


def discard(tx: Transaction, word_id: int) -> None:
    """Throw away a word that was never sent."""
    tx.community.execute(delete(words).where(words.c.id == word_id, words.c.state == "draft"))


def of(tx: Transaction, author: int) -> list[Word]:
    """Every word this member prepared, sent or not."""
    return [Word(*row) for row in tx.community.execute(_OF, {"author": author})]


def listed(tx: Transaction, regions: Sequence[str], most: int) -> list[Word]:
    """The last words sent in these regions, the latest first."""
    return [Word(*row) for row in tx.community.execute(_LISTED, {"regions": list(regions), "most": most})]


def under_way(tx: Transaction) -> list[Word]:
    """Those with deliveries still to come when they were last looked at."""
    return [Word(*row) for row in tx.community.execute(_UNDER_WAY)]


def results(tx: Transaction, word_id: int) -> Counter[str]:
    """How many of its deliveries are in which state, those that are counts only included."""
    found: Counter[str] = Counter()
    for state, number in tx.community.execute(_STATES, {"thing": about(word_id)}):
        found[state] += number
    for outcome, number in tx.community.execute(_OUTCOMES, {"word_id": word_id}):
        found[outcome] += number
    return found


def see(tx: Transaction, word_id: int, member_id: int) -> bool:
    """A reader says that they have seen it: a state, without its time. False when their delivery is not kept."""
    parameters = {"thing": about(word_id), "whom": f"member:{member_id}"}
    return bool(tx.community.execute(_SEE.values(state="seen", leased_until=None), parameters).rowcount)


def count_told(tx: Transaction, before: datetime) -> int:
    """Turn settled deliveries that were due before this instant into counts; returns how many.

    Of a word of which nothing else is left, the text goes with them.
    """
    settled = notices.c.state.not_in(UNSETTLED) & (notices.c.due_at < before)
    counted = _count(tx, settled)
    for word_id in {word_id for word_id, _ in counted}:
        if not tx.community.execute(_STATES, {"thing": about(word_id)}).all():
            change(tx, word_id, text=None)
    return counted.total()


def count_for(tx: Transaction, member_id: int) -> None:
    """Turn what was sent to a member, or would have been, into counts."""
    _count(tx, notices.c.recipient == f"member:{member_id}")


def _count(tx: Transaction, which: ColumnElement[bool]) -> Counter[tuple[int, str]]:
    gone = delete(notices).where(notices.c.kind == KIND, which).returning(notices.c.about, notices.c.state)
    rows = tx.community.execute(gone).all()
    counted = Counter((int(name.partition(":")[2]), _last(state)) for name, state in rows)
    upserts.add_up(tx, outcomes, counted)
    return counted


def _last(state: str) -> str:
    """The outcome of a delivery that ends in this state because its reader is gone."""
    return {"waiting": "dropped", "sending": "unknown"}.get(state, state)


def discard_of(tx: Transaction, author: int) -> None:
    """Throw away what somebody was preparing."""
    tx.community.execute(delete(words).where(words.c.author == author, words.c.state == "draft"))


def erase_texts_of(tx: Transaction, author: int) -> None:
    """Forget what somebody wrote; how many were told stays. What still waits is not sent any more."""
    tx.community.execute(update(words).where(words.c.author == author).values(text=None))


def forget(tx: Transaction, before: date) -> int:
    """Forget the words sent before this day, of which nothing is under way; returns how many."""
    over = (words.c.sent_on < before) & (words.c.waiting == 0)
    return tx.community.execute(delete(words).where(over)).rowcount
