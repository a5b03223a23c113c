"""How long everything is kept, and who is asked before they are erased.

A report lives 60 days after its end, 12 months at most; then its key goes too, and old backups close. What was counted
lives until it is published, 12 months at most; what was published, five years. Answers to meetings, votes and presences
become counts after 12 months, agendas and minutes go then; what was told to a person goes after 30 days, the journal
and the numbers of a word to many after 12 months; an invitation and what was begun with it, 30 days after its end. A
member who gives no sign for 18 months is asked whether they stay, and erased at 24.
"""

from collections.abc import Callable, Collection
from datetime import date, datetime, time, timedelta

import storage.actions
import storage.agenda
import storage.answers
import storage.arrivals
import storage.cards
import storage.changes
import storage.figures
import storage.invitations
import storage.journal
import storage.leaving
import storage.meetings
import storage.members
import storage.notices
import storage.polls
import storage.requests
import storage.tallies
import storage.vault
import storage.votes
import storage.words
from handlers.rules import coverage, openings, people, quarters, questions, resigning, watches
from handlers.rules.civil import day_start, instant, today
from handlers.rules.recipients import INBOX
from storage.database import Transaction
from storage.members import Member, holders
from storage.notices import NewNotice
from storage.vault import Status, Thread

AFTER_THE_END = timedelta(days=60)
WARNED_BEFORE = timedelta(days=14)
OPEN: tuple[Status, ...] = ("announced", "read", "answered")
FIGURES = 5  # years: long enough to see what changes; nobody is in them
YEAR = timedelta(days=365)
TOLD = timedelta(days=30)
SILENT = 18  # months without a sign
PATIENCE = timedelta(days=184)  # from the question to the end of the 24th month
SILENCE = "member.silent"
BY_DAY = time(10)  # on the clock of whoever is asked
INVITATION = timedelta(days=30)  # after its end; whoever began to join before may finish until then
SPARED = timedelta(days=2)  # no zone is further behind: the month before may still be the current one somewhere


def erase_outlived(tx: Transaction, now: datetime) -> int:
    """Erase the reports whose time is over; returns how many."""
    found = storage.vault.outlived(tx, now.date() - AFTER_THE_END, a_year_before(now.date()))
    for thread_id in found:
        storage.vault.erase(tx, thread_id)
    return len(found)


def erased_on(thread: Thread) -> date:
    """The day on which a report goes: after its end, or in the month of its first birthday, whichever comes first."""
    year, month = map(int, thread.month.split("-"))
    birthday = date(year + 1, month, 1)
    if thread.status != "closed":
        return birthday
    return min(birthday, thread.status_on + AFTER_THE_END)


def ends_soon(thread: Thread, now: datetime) -> bool:
    """Whether it is time to say so."""
    return erased_on(thread) <= now.date() + WARNED_BEFORE


def warn(tx: Transaction, boxes: Collection[str], now: datetime) -> None:
    """Tell the supervisors of these boxes, once, of the open exchanges that will be erased because of their age."""
    ending = [thread for thread in storage.vault.in_boxes(tx, boxes, OPEN) if ends_soon(thread, now)]
    for box, day in sorted({(thread.box, erased_on(thread)) for thread in ending}):
        storage.notices.add(tx, (_ending(day, number, now) for number in holders(tx, ["supervisor"], [box])))


def _ending(day: date, number: int, now: datetime) -> NewNotice:
    version = day.isoformat()
    return NewNotice("report.ending", INBOX, version, f"member:{number}", day_start(now), storage.notices.ANSWER)


def a_year_before(today: date) -> str:
    """The month twelve months ago: what came in it is a year old this month, at the latest on its last day."""
    return f"{today.year - 1}-{today:%m}"


def destroy_unused_keys(tx: Transaction, now: datetime) -> int:
    """Destroy the keys of past months that open nothing any more; returns how many. After the erasing's commit."""
    unused = unused_keys(tx, now)
    for box, month in unused:
        tx.keys.destroy(box, month)
    return len(unused)


def unused_keys(tx: Transaction, now: datetime) -> set[tuple[str, str]]:
    """The keys of past months that open nothing any more: box and month."""
    current = f"{now - SPARED:%Y-%m}"
    return {key for key in tx.keys.list() if key[1] < current} - storage.vault.keys_in_use(tx)


def forget_counted(tx: Transaction, now: datetime) -> int:
    """Forget exact counts whose quarter was published, or that are a year old; returns how many."""
    published = storage.figures.quarters(tx)
    last_month = quarters.read(published[-1]).months[-1] if published else ""
    return storage.tallies.forget(tx, max(last_month, a_year_before(now.date())))


def forget_figures(tx: Transaction, now: datetime) -> int:
    """Forget the figures of quarters that ended five years ago or earlier; returns how many."""
    closed = quarters.last_closed(now)
    return storage.figures.forget(tx, str(quarters.Quarter(closed.year - FIGURES, closed.number)))


def forget_journal(tx: Transaction, now: datetime) -> int:
    """Forget the acts of the journal that are more than 12 months old; returns how many."""
    return storage.journal.forget(tx, now.date() - YEAR)


def count_answers(tx: Transaction, now: datetime) -> int:
    """Turn the answers to meetings of more than 12 months ago into counts; returns how many."""
    before = now - YEAR
    for number, latest in storage.answers.answered_before(tx, before):  # they were signs of somebody being there
        storage.leaving.stay(tx, number, f"{latest:%Y-%m}")
    return storage.answers.count_answers_before(tx, before)


def count_votes(tx: Transaction, now: datetime) -> int:
    """Turn the votes of polls that ended more than 12 months ago into counts; returns how many."""
    before = now - YEAR
    for number, latest in storage.votes.voted_before(tx, before):
        storage.leaving.stay(tx, number, f"{latest:%Y-%m}")
    return storage.votes.count_before(tx, before)


def count_presences(tx: Transaction, now: datetime) -> int:
    """Turn who was at meetings of more than 12 months ago, guests included, into counts; returns how many."""
    return storage.answers.count_presences_before(tx, now - YEAR)


def forget_agendas(tx: Transaction, now: datetime) -> int:
    """Forget what meetings of more than 12 months ago spoke of; returns how many items."""
    return storage.agenda.forget(tx, now - YEAR)


def forget_minutes(tx: Transaction, now: datetime) -> int:
    """Forget what meetings of more than 12 months ago came to; returns how many decisions and actions."""
    return storage.actions.forget(tx, now - YEAR)


def forget_told(tx: Transaction, now: datetime) -> int:
    """Forget what was told to people more than 30 days ago; returns how many sentences."""
    counted = storage.words.count_told(tx, now - TOLD)
    return counted + storage.notices.forget_settled(tx, now - TOLD, now)


def forget_words(tx: Transaction, now: datetime) -> int:
    """Forget the words that were sent to many more than 12 months ago; returns how many."""
    return storage.words.forget(tx, now.date() - YEAR)


def erase_gone(tx: Transaction, now: datetime) -> int:
    """Erase who left and whose last day has come; returns how many people."""
    found = storage.members.several(tx, storage.leaving.to_erase(tx, now.date()))
    gone = [each for each in found if each.erased_on and each.erased_on <= people.today(each, now)]
    for each in gone:
        _erase(tx, each, now)
    return len(gone)


def erase_silent(tx: Transaction, now: datetime) -> int:
    """Erase who was asked half a year ago and has given no sign since; returns how many people."""
    asked = [(found, _asked_at(tx, found, since)) for found, since in _silent(tx, now)]
    silent = [found for found, at in asked if at is not None and at <= now - PATIENCE]
    for found in silent:
        _erase(tx, found, now)
    return len(silent)


def ask_silent(tx: Transaction, now: datetime) -> int:
    """Ask who has given no sign for 18 months whether they stay, and once more a month before it is too late.

    Returns how many people are asked for the first time.
    """
    silent = [(found, since) for found, since in _silent(tx, now) if _asked_at(tx, found, since) is None]
    for found, since in silent:
        storage.notices.add(tx, (_asking(found, since, at) for at in (now, now + PATIENCE - TOLD)))
    return len(silent)


def _asking(found: Member, since: str, at: datetime) -> NewNotice:
    zone = people.zone(found)
    due_at = instant(datetime.combine(today(at, zone), BY_DAY), zone)
    version = f"{since} {due_at:%Y-%m}"
    expires_at = due_at + YEAR  # until then nobody is asked anew
    return NewNotice(SILENCE, since, version, _name(found.id), due_at, storage.notices.REMINDER, expires_at)


def _asked_at(tx: Transaction, found: Member, since: str) -> datetime | None:
    return storage.notices.first_due(tx, SILENCE, since, _name(found.id))


def still_silent(tx: Transaction, found: Member, since: str) -> bool:
    """Whether a member has given no sign since this month: an answer, a vote, an act, a word that they stay."""
    return last_sign(tx, found) == since


def last_sign(tx: Transaction, found: Member) -> str:
    """The month of the last thing a member let be known of themselves; reading and writing leave no mark."""
    signs = (storage.answers.last_answered, storage.votes.last_voted, storage.journal.last_act)
    months = [f"{each:%Y-%m}" for sign in signs if (each := sign(tx, found.id)) is not None]
    return max(found.joined, found.stayed or "", *months)


def _silent(tx: Transaction, now: datetime) -> list[tuple[Member, str]]:
    before = _months_ago(now.date(), SILENT)
    found = storage.members.several(tx, storage.leaving.joined_before(tx, before))
    signs = [(member, last_sign(tx, member)) for member in found]
    return [(member, since) for member, since in signs if since < before]


def _months_ago(day: date, months: int) -> str:
    whole = day.year * 12 + day.month - 1 - months
    return f"{whole // 12}-{whole % 12 + 1:02}"


def _name(number: int) -> str:
    return f"member:{number}"


def _erase(tx: Transaction, found: Member, now: datetime) -> None:
    """Everything that leads to a person; what they answered stays as a count, and what they prepared without them."""
    resigning.erase(tx, found, now)
    storage.answers.count_answers_of(tx, found.id)
    storage.answers.count_presences_of(tx, found.id)
    storage.agenda.unsign(tx, found.id)
    storage.actions.unname(tx, found.id, found.first_name, found.region)
    storage.meetings.discard_of(tx, found.id)
    storage.votes.count_of(tx, found.id)
    storage.polls.discard_of(tx, found.id)
    storage.words.discard_of(tx, found.id)
    storage.words.erase_texts_of(tx, found.id)
    storage.words.count_for(tx, found.id)
    storage.notices.forget_all(tx, _name(found.id))
    storage.cards.forget_all(tx, _name(found.id))
    storage.invitations.stop(tx, found.telegram_id)
    storage.requests.forget_all(tx, found.telegram_id)
    storage.arrivals.forget_member(tx, found.id)
    storage.leaving.erase(tx, found.id)


def forget_changes(tx: Transaction, _now: datetime) -> int:
    """Forget changes of meetings that were prepared and never confirmed; returns how many."""
    return storage.changes.forget(tx)


def forget_joinings(tx: Transaction, now: datetime) -> int:
    """Forget how far people came who never finished joining, once their invitation goes; returns how many."""
    return storage.invitations.forget_joinings(tx, now - INVITATION)


def forget_invitations(tx: Transaction, now: datetime) -> int:
    """Forget invitations that ended 30 days ago or earlier; returns how many. After the joinings."""
    return storage.invitations.forget(tx, now - INVITATION)


# What the sweep does twice a day, in this order, each in a transaction of its own. Keys are destroyed after it.
SWEEPS: dict[str, Callable[[Transaction, datetime], int]] = {
    "reports": erase_outlived,
    "exact counts": forget_counted,
    "published figures": forget_figures,
    "published shares of supervision": coverage.forget,
    "acts in the journal": forget_journal,
    "answers turned into counts": count_answers,
    "votes turned into counts": count_votes,
    "presences turned into counts": count_presences,
    "items of agendas": forget_agendas,
    "decisions and actions": forget_minutes,
    "supervisions": openings.forget,
    "weeks of the watch": watches.forget,
    "notices": forget_told,
    "words to many": forget_words,
    "questions never posted": questions.forget,
    "changes never confirmed": forget_changes,
    "joinings never finished": forget_joinings,
    "invitations": forget_invitations,
    "people who left": erase_gone,
    "people asked whether they stay": ask_silent,
    "people silent for two years": erase_silent,
}


def sweep(tx: Transaction, what: str, now: datetime) -> int:
    """One of the sweeps; returns how much went."""
    return SWEEPS[what](tx, now)
