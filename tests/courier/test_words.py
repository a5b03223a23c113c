"""A word to many on its way: few edits of its card, whoever is not told, a stop, a kill, the night."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

import storage.members
import storage.words
from bot.sections import Pace as PaceSettings
from handlers.rules import people, words
from handlers.rules.people import Person
from handlers.rules.words import Impact, Report
from storage.database import Transaction
from storage.members import Role
from tests.courier.office import Office, opened

LEASE = 61  # seconds


async def sent(office: Office) -> int:
    """A word of the first member to all others; returns the message of its card."""
    shown = await office.bot.send_message(office.people[0], "Envoyer ce mot ?")

    def send(tx: Transaction) -> None:
        storage.members.grant(tx, 1, Role("coordinator", "FR-ARA"))
        key = words.prepare(tx, _author(tx)).word.id
        words.write(tx, _author(tx), key, "Le local est fermé.")
        seen = words.impact(tx, _author(tx), key, office.time)
        assert isinstance(seen, Impact)
        assert isinstance(words.send(tx, _author(tx), key, seen.mark, shown.message_id, office.time), Report)

    await office.run(send)
    return shown.message_id


def _author(tx: Transaction) -> Person:
    found = storage.members.by_id(tx, 1)
    assert found
    return people.recognise(tx, found.telegram_id, "fr")


async def stop(office: Office) -> None:
    await office.run(lambda tx: words.stop(tx, _author(tx), 1, office.time))


async def report(office: Office) -> dict[str, int]:
    return dict(await office.run(lambda tx: storage.words.results(tx, 1)))


def edits(office: Office) -> int:
    return sum(effect.method == "editMessageText" for effect in office.telegram.journal)


def card(office: Office) -> str:
    return str(office.got(office.people[0])[0]["text"]).replace("\u00a0", " ")


def got(office: Office) -> list[int]:
    """How many messages each of the others has."""
    return [len(office.got(chat)) for chat in office.people[1:]]


async def test_many_deliveries_are_few_edits_and_the_last_one_is_true(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.courier.DEBOUNCE", 0.05)
    async with opened(tmp_path) as office:
        office.people = await office.members(60)
        await sent(office)
        office.database.on_ring = office.courier.ring
        running = asyncio.create_task(office.courier.run())
        office.courier.ring()
        async with asyncio.timeout(20):
            while "59 sur 59" not in card(office):
                await asyncio.sleep(0.01)
        running.cancel()
        assert got(office) == [1] * 59
        assert edits(office) < 30
        assert "Mot envoyé" in card(office)
        assert await report(office) == {"sent": 59}


async def test_it_says_who_could_not_be_told_and_why(office: Office) -> None:
    office.telegram.block(office.people[1])
    office.telegram.fault("error", code=400, description="Bad Request: nonsense", chat_id=office.people[2])
    await sent(office)
    await office.courier.work()
    assert await report(office) == {"unreachable": 1, "failed": 1}
    assert "Reçu : 0 sur 2\nInjoignable : 1\nÉchec : 1" in card(office)


async def test_after_a_kill_nobody_is_told_twice_and_the_card_goes_on(office: Office) -> None:
    await sent(office)
    office.line.free.clear()
    working = asyncio.create_task(office.courier.deliver())
    await office.line.reached("sendMessage", 3)  # the card's own, and both deliveries
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    for task in list(office.courier._in_flight):
        task.cancel()
    office.line.free.set()
    office.courier = office.another_courier()
    await office.courier.work()
    assert (await report(office), got(office)) == ({"sending": 2}, [1, 1])
    await office.later(LEASE)
    assert (await report(office), got(office)) == ({"unknown": 2}, [1, 1])
    assert "Mot envoyé" in card(office)
    assert "Peut-être reçus : 2." in card(office)


async def test_stopped_between_two_tries_it_is_not_sent(office: Office) -> None:
    office.telegram.fault("flood", seconds=30, chat_id=office.people[1])
    await sent(office)
    await office.courier.work()
    assert await report(office) == {"waiting": 1, "sent": 1}
    assert "Envoi en cours" in card(office)
    assert "À venir : 1" in card(office)
    await stop(office)
    await office.later(LEASE)
    assert (await report(office), got(office)) == ({"suppressed": 1, "sent": 1}, [0, 1])
    assert "Envoi arrêté" in card(office)
    assert "Arrêté avant l’envoi : 1" in card(office)


async def test_at_night_it_waits_for_the_morning(office: Office) -> None:
    office.time = office.time.replace(hour=20)
    await sent(office)
    await office.courier.work()
    assert await report(office) == {"waiting": 2}
    office.courier = office.another_courier()
    due = await office.courier.next_due()
    assert due is not None
    assert due - office.time < timedelta(hours=11)
    office.time = due
    await office.courier.work()
    assert (await report(office), got(office)) == ({"sent": 2}, [1, 1])
    assert "Reçus : 2 sur 2" in card(office)


async def test_it_gives_way_to_what_is_more_urgent(tmp_path: Path) -> None:
    slow = PaceSettings(per_second=10, per_chat_seconds=0, per_group_minute=1000)
    async with opened(tmp_path, pace=slow) as office:
        office.people = await office.members(30)
        await office.meeting()
        await sent(office)
        await office.say("member:30", kind="meeting.j3", lane=2)
        await office.courier.work()
        assert [message["text"].split("\n")[0] for message in office.got(office.people[29])] == [
            "C’est bientôt",
            "Un mot de la coordination, Auvergne-Rhône-Alpes",
        ]
