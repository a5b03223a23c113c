"""A word to many: written on a card by a coordinator, sent to each person once, stopped, reported on."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

import storage.cards
import storage.notices
import storage.words
from handlers.rules import acts, audiences, people
from handlers.rules.audiences import AUDIENCES, WHOLE, Choice, Readers
from handlers.rules.civil import day_start, today
from handlers.rules.people import Person
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.regions import region
from storage.database import Transaction
from storage.members import Member
from storage.notices import NewNotice
from storage.words import UNSETTLED, Word, about

KIND = storage.words.KIND
CARD = "word.card"  # what shows its author how far it has come
LONGEST = 3500  # characters: it must fit in one message below its title
LISTED = 6
STOPPED = "suppressed"
RECEIVED = ("sent", "seen")


@dataclass(frozen=True)
class View:
    """A word and what its audience is called; no choice when that is not there any more."""

    word: Word
    to: Choice | None


@dataclass(frozen=True)
class Impact:
    """What sending would do. `mark` stands for all of it: sending something else is refused."""

    view: View
    readers: Readers
    mark: str


@dataclass(frozen=True)
class Report:
    """What has become of a word: how many of its deliveries are in which state."""

    view: View
    states: Counter[str]

    @property
    def total(self) -> int:
        """To how many it was written."""
        return self.states.total()

    @property
    def waiting(self) -> int:
        """How many are still to come."""
        return sum(self.states[state] for state in UNSETTLED)

    @property
    def received(self) -> int:
        """How many have it."""
        return sum(self.states[state] for state in RECEIVED)


def prepare(tx: Transaction, who: Person) -> View:
    """The word this coordinator is preparing; a new one is for all of their region."""
    author = people.coordinator(who)
    found = storage.words.draft(tx, author.id)
    return view(tx, found or storage.words.begin(tx, author.id, people.usual_region(author), WHOLE))


def view(tx: Transaction, word: Word) -> View:
    """A word and its audience as it is called now."""
    return View(word, AUDIENCES[word.audience].called(tx, word.argument))


def own_draft(tx: Transaction, who: Person, word_id: int) -> View:
    """The draft behind a button, if it is still this coordinator's."""
    return view(tx, _own_draft(tx, who, word_id))


def _own_draft(tx: Transaction, who: Person, word_id: int) -> Word:
    author = people.coordinator(who)
    found = storage.words.by_id(tx, word_id)
    if found is None or found.author != author.id or found.state != "draft":
        raise Refusal(Reason.STALE)
    return found


def place(tx: Transaction, who: Person, word_id: int, card: int | None, question: int | None) -> None:
    """Remember which messages show the draft and ask for its text, so that the next ones take their place."""
    storage.words.change(tx, _own_draft(tx, who, word_id).id, card=card, question=question)


def write(tx: Transaction, who: Person, word_id: int, text: str) -> View:
    """Take this text; refuses one that would not fit in a message."""
    found = _own_draft(tx, who, word_id)
    if len(text.encode("utf-16-le", "surrogatepass")) > 2 * LONGEST:  # as Telegram counts: an emoji is two
        raise Refusal(Reason.FIELD_TOO_LONG, most=LONGEST)
    return view(tx, storage.words.change(tx, found.id, text=text.strip()))


def may(tx: Transaction, who: Person) -> None:
    """Coordinators may write to many; reads only."""
    del tx
    people.coordinator(who)


def regions(tx: Transaction, who: Person, word_id: int) -> tuple[View, list[str]]:
    """The draft and the regions it may be for."""
    return own_draft(tx, who, word_id), people.coordinated(people.coordinator(who))


def choose_region(tx: Transaction, who: Person, word_id: int, code: str) -> View:
    """For all of another region of this coordinator: what was chosen is not there."""
    people.coordinator(who, code)
    found = _own_draft(tx, who, word_id)
    if found.region != code:
        found = storage.words.change(tx, found.id, region=code, audience=WHOLE, argument="")
    return view(tx, found)


def choices(tx: Transaction, who: Person, word_id: int, kind: str, now: datetime) -> tuple[View, list[Choice]]:
    """The draft, and what this kind of audience can be narrowed to."""
    found = own_draft(tx, who, word_id)
    if kind not in AUDIENCES:
        raise Refusal(Reason.STALE)
    return found, AUDIENCES[kind].choices(tx, found.word.region, now)


def choose(tx: Transaction, who: Person, word_id: int, kind: str, argument: str, now: datetime) -> View:
    """To whom it goes."""
    found = _own_draft(tx, who, word_id)
    if not audiences.can_be_chosen(tx, found.region, kind, argument, now):
        raise Refusal(Reason.STALE)
    return view(tx, storage.words.change(tx, found.id, audience=kind, argument=argument))


def discard(tx: Transaction, who: Person, word_id: int) -> Word | None:
    """Throw the draft away, and return it; None, and nothing changes, when it is gone already."""
    people.coordinator(who)
    if storage.words.by_id(tx, word_id) is None:
        return None
    found = _own_draft(tx, who, word_id)
    storage.words.discard(tx, found.id)
    return found


def written(tx: Transaction, who: Person, word_id: int) -> View:
    """The draft, which has a text to be shown as it will be read."""
    found = own_draft(tx, who, word_id)
    if not found.word.text:
        raise Refusal(Reason.WORD_EMPTY)
    return found


def impact(tx: Transaction, who: Person, word_id: int, now: datetime) -> Impact:
    """What sending this draft would do; refuses what nobody would read."""
    found = written(tx, who, word_id)
    word = found.word
    author = people.coordinator(who, word.region)
    readers = _without(AUDIENCES[word.audience].readers(tx, word.region, word.argument, now), author)
    if not readers.reached:
        raise Refusal(Reason.WORD_NOBODY)
    parts = (word.text, word.region, word.audience, word.argument, readers)
    return Impact(found, readers, blake2b(repr(parts).encode(), digest_size=8).hexdigest())


def _without(readers: Readers, author: Member) -> Readers:
    """Who wrote it needs not be told."""
    own = {f"member:{author.id}"}
    return Readers(*(tuple(sorted({*some} - own)) for some in (readers.reached, readers.paused, readers.unreachable)))


def send(tx: Transaction, who: Person, word_id: int, mark: str, card: int, now: datetime) -> Report | Impact:
    """Send the draft, once: a delivery each. What is not as it was shown any more is not sent, but shown again.

    `card` is the message in its author's chat that shows from now on how far it has come.
    """
    author = people.coordinator(who)
    found = storage.words.by_id(tx, word_id)
    if found is None or found.author != author.id:
        raise Refusal(Reason.STALE)
    if found.state != "draft":
        return report(tx, found)
    seen = impact(tx, who, word_id, now)
    if seen.mark != mark:
        return seen
    everybody = seen.readers.everybody
    storage.notices.add(tx, (_delivery(found.id, recipient, now) for recipient in everybody))
    sent_on = today(now, region(found.region).zone)
    fields = {"state": "sending", "sent_on": sent_on, "waiting": len(everybody), "card": None, "question": None}
    sent = storage.words.change(tx, found.id, **fields)
    storage.cards.post(tx, about(sent.id), f"member:{author.id}", author.telegram_id, card)
    acts.record(tx, "word_sent", sent.region, now, actor=author.id)
    return report(tx, sent)


def _delivery(word_id: int, recipient: str, now: datetime) -> NewNotice:
    return NewNotice(KIND, about(word_id), "1", recipient, day_start(now), storage.notices.BROADCAST)


def report(tx: Transaction, word: Word) -> Report:
    """What has become of a word."""
    return Report(view(tx, word), storage.words.results(tx, word.id))


def sent(tx: Transaction, who: Person, word_id: int) -> Word:
    """A word that was sent, for whoever coordinates its region."""
    people.coordinator(who)
    found = storage.words.by_id(tx, word_id)
    if found is None or found.state == "draft":
        raise Refusal(Reason.STALE)
    people.coordinator(who, found.region)
    return found


def look(tx: Transaction, who: Person, word_id: int) -> Report:
    """What has become of a word that was sent."""
    return report(tx, sent(tx, who, word_id))


def listed(tx: Transaction, who: Person) -> list[View]:
    """The last words sent in the regions of a coordinator."""
    codes = people.coordinated(people.coordinator(who))
    return [view(tx, word) for word in storage.words.listed(tx, codes, LISTED)]


def stop(tx: Transaction, who: Person, word_id: int, now: datetime) -> Report:
    """Send it to nobody else; what is on its way arrives. Again, or too late: nothing changes."""
    actor, found = people.coordinator(who), sent(tx, who, word_id)
    if found.state == "sending" and report(tx, found).waiting:
        found = storage.words.change(tx, found.id, state="stopped")
        storage.notices.suppress(tx, about(found.id))
        storage.cards.outdate(tx, about(found.id))
        acts.record(tx, "word_stopped", found.region, now, actor=actor.id)
    return report(tx, found)
