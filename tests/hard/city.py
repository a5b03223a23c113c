"""Three hundred people, each one act away from an effect that must happen once."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.demo.telegram import Telegram
from bot.demo.telegram_request import SimulatedRequest
from bot.program import Program, utc_now
from handlers.rules import invitations
from storage import arrangements
from storage.database import Transaction
from storage.members import Role
from tests.hard.process import TOKEN, settings, until_taken
from tests.storage.people import member

REGION = "FR-ARA"
# No more than thirty write: beyond, what may wait is asked to come again, for that hour.
ANSWERING, WRITING, DRAFTING, NAMING, JOINING = 210, 30, 20, 20, 20
SHARES = (ANSWERING, WRITING, DRAFTING, NAMING, JOINING)
ALL = sum(SHARES)


@dataclass
class City:
    """Who is about to do what; people are known by their chat."""

    folder: Path
    telegram: Telegram
    answering: list[int]
    writing: list[int]
    drafting: list[int]
    naming: list[int]
    joining: list[int]

    def data(self, person: int, start: str) -> tuple[int, str]:
        """The first such button of the lowest message that has one: its message and its data."""
        found = [
            (message["message_id"], button["callback_data"])
            for message in reversed(self.telegram.visible(person, person))
            for row in message["keyboard"]
            for button in row
            if button.get("callback_data", "").startswith(start)
        ]
        assert found, f"no button {start}"
        return found[0]

    def tap(self, person: int, start: str) -> None:
        """Tap a button by the beginning of its data."""
        self.telegram.tap(person, person, *self.data(person, start))

    def act(self) -> None:
        """Everyone does their one thing, in an order that mixes them."""
        acts = [
            *((person, "m:a:yes:") for person in self.answering),
            *((person, "r:s:") for person in self.writing),
            *((person, "j:end:0") for person in self.joining),
        ]
        for person, start in sorted(acts):
            self.tap(person, start)
        for number, person in enumerate(self.naming):
            self.telegram.say(person, name_of(number))
        for number, person in enumerate(self.drafting):
            asked = self.telegram.visible(person, person)[-1]
            assert asked["force_reply"]
            self.telegram.say(person, title_of(number), None, asked["message_id"])


def name_of(number: int) -> str:
    return f"Zoé {number}"


def title_of(number: int) -> str:
    return f"Pairs et repos {number}"


def text_of(person: int) -> str:
    return f"Je suis seule dans l’équipe, et fatiguée ({person * 7})."


async def built(folder: Path) -> City:
    """The city just before everyone acts; its program has stopped."""
    telegram = Telegram(TOKEN, utc_now)
    people = [telegram.person(f"Personne {n}").id for n in range(ALL)]
    rest = iter(people)
    city = City(folder, telegram, *([next(rest) for _ in range(n)] for n in SHARES))
    program = Program(settings(folder), request=lambda: SimulatedRequest(telegram))
    await program.start()
    await _settle_in(city, program)
    await _announce(city, program)
    await _bring_to_the_edge(city)
    await program.stop()
    return city


def awake(tx: Transaction, person: int, role: str) -> None:
    """A member without quiet hours: this city runs by the machine's clock, on whatever day."""
    arrangements.arrange(tx, member(tx, person, Role(role, REGION)).id, quiet="never")


async def _settle_in(city: City, program: Program) -> None:
    guides = [city.telegram.person(name).id for name in ("Samira", "Inès")]

    def join(tx: Transaction) -> None:
        for person in [*city.answering, *city.writing]:
            awake(tx, person, "peer_worker")
        for person in [*city.drafting, guides[1]]:
            awake(tx, person, "coordinator")
        awake(tx, guides[0], "supervisor")
        for person in [*city.naming, *city.joining]:
            invitations.by_operator(tx, "peer_worker", REGION, str(person), datetime.now(UTC))

    await program.stores.database.commit(join)
    for person in [*city.answering, *city.writing, *city.drafting, *guides]:
        city.telegram.start(person)
    for person in [*city.naming, *city.joining]:
        city.telegram.start(person, invitations.PREFIX + str(person))
    await until_taken(city.telegram)


async def _announce(city: City, program: Program) -> None:
    """One of the coordinators announces a meeting; everyone has its card."""
    ines = [person.id for person in city.telegram.world.people.values() if person.first_name == "Inès"]
    await _say(city, ines, "/reunion")
    for start in ("d:ask:when:", "d:at:", "d:sure:", "d:publish:"):
        await _tap(city, ines, start)
    await program.courier.deliver()


async def _bring_to_the_edge(city: City) -> None:
    for person in city.writing:
        city.telegram.say(person, text_of(person))
    await until_taken(city.telegram)
    for start in ("r:t:0:", "r:l:", "r:q:", "r:v:"):
        await _tap(city, city.writing, start)
    await _say(city, city.drafting, "/reunion")
    await _tap(city, city.drafting, "d:ask:title:")
    for start in ("j:agree:promise", "j:agree:charter", "j:adult:yes"):
        await _tap(city, [*city.naming, *city.joining], start)
    for person in city.joining:
        city.telegram.say(person, "Luc")
    await until_taken(city.telegram)
    for start in ("j:region:", "j:pass"):
        await _tap(city, city.joining, start)


async def _tap(city: City, people: list[int], start: str) -> None:
    for person in people:
        city.tap(person, start)
    await until_taken(city.telegram)


async def _say(city: City, people: list[int], text: str) -> None:
    for person in people:
        city.telegram.say(person, text)
    await until_taken(city.telegram)
