"""Five hundred people at one door within a minute, the program stopped among them and everything delivered twice."""

import asyncio
from pathlib import Path

import pytest

from bot.demo.telegram import Telegram
from handlers.rules import groups
from storage import members, requests
from storage.database import Transaction
from storage.members import Role
from tests.dialogues.stage import Stage
from tests.storage.people import member

AT_HOME, ELSEWHERE, UNKNOWN = 200, 100, 200


@pytest.mark.slow
async def test_five_hundred_ask_and_nobody_is_lost_or_let_in_twice(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    await stage.open()
    await stage.member("Inès", Role("coordinator", "FR-ARA"))
    telegram = stage.telegram
    group = telegram.group("Pairs", stage.ids["Inès"])
    telegram.add_bot(stage.ids["Inès"], group)
    await stage.settle()
    home, away, unknown = await _people(stage)
    link = next(iter(telegram.world.chats[group].links))
    telegram.redeliver = True
    # Mixed, so that every kind stands on both sides of the stop.
    for person in sorted([*home, *away, *unknown], key=lambda number: number % 1009):
        telegram.join(person, link)
    async with asyncio.timeout(20):
        while telegram.pending > 450:
            await asyncio.sleep(0)
    assert telegram.pending > 100, "the program was to be stopped among them"
    await stage.restart()
    await stage.settle()
    chat = telegram.world.chats[group]
    assert [person for person in home if not chat.present(person)] == []
    assert [person for person in (*away, *unknown) if chat.present(person)] == []
    assert _entries(telegram, group) == len(home)
    await stage.run(lambda tx: _stand_in_the_queue(tx, [*away, *unknown]))
    assert [person for person in unknown if not _has_one_promise(telegram, person)] == []
    await stage.close()


async def _people(stage: Stage) -> tuple[list[int], list[int], list[int]]:
    counts = (AT_HOME, ELSEWHERE, UNKNOWN)
    found = [[stage.telegram.person(f"P{kind}-{n}").id for n in range(count)] for kind, count in enumerate(counts)]
    home, away, unknown = found

    def enrol(tx: Transaction) -> None:
        for person, code in (*((one, "FR-ARA") for one in home), *((one, "FR-BRE") for one in away)):
            member(tx, person, Role("peer_worker", code), region=code)

    await stage.run(enrol)
    for person in (*home, *away):
        stage.telegram.world.chats[person].started = True
    return home, away, unknown


def _entries(telegram: Telegram, group: int) -> int:
    """How often somebody came in, as the group's own service messages say."""
    bodies = [message.body for message in telegram.world.chats[group].messages.values()]
    came = [user["id"] for body in bodies for user in body.get("new_chat_members", []) if not user["is_bot"]]
    assert len(came) == len(set(came)), "somebody came in twice"
    return len(came)


def _stand_in_the_queue(tx: Transaction, people: list[int]) -> None:
    (group,) = requests.doors(tx)
    assert sorted(request.telegram_id for request in requests.waiting(tx, group)) == sorted(people)
    assert groups.waiting(tx, group) == len(people)
    assert all(members.by_telegram(tx, number) is None for number in people[ELSEWHERE:])


def _has_one_promise(telegram: Telegram, person: int) -> bool:
    """The charter follows the promise by a tap."""
    seen = [button["text"] for m in telegram.visible(person, person) for row in m["keyboard"] for button in row]
    return seen.count("J’ai lu, je continue") == 1
