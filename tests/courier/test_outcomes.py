"""How a sending may end, and what the courier does then."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

import storage.erasures
from storage.groups import groups
from storage.members import members
from storage.notices import ALERT
from tests.courier.office import START, Office

MUST_ARRIVE = "meeting.h2"
EVERYONE = ("member:1", "member:2", "member:3")


def counts(office: Office) -> list[int]:
    return [len(office.got(chat)) for chat in office.people]


async def test_everyone_gets_it_once(office: Office) -> None:
    await office.say(*EVERYONE)
    await office.courier.work()
    await office.courier.work()
    assert counts(office) == [1, 1, 1]
    assert await office.states() == ["sent"] * 3


async def test_a_flood_in_one_chat_stops_this_chat_only(office: Office) -> None:
    office.telegram.flood(30, chat_id=office.people[0])
    await office.say(*EVERYONE)
    await office.say("member:1")
    await office.courier.work()
    assert counts(office) == [0, 1, 1]
    tried = office.line.tried["sendMessage"]
    await office.later(20)
    assert office.line.tried["sendMessage"] == tried, "retry_after is honoured"
    await office.later(11)
    assert counts(office) == [2, 1, 1]
    assert await office.states() == ["sent"] * 4


async def test_a_blocked_bot_makes_a_member_unreachable(office: Office) -> None:
    office.telegram.block(office.people[0])
    await office.say(*EVERYONE)
    await office.courier.work()
    assert await office.states() == ["unreachable", "sent", "sent"]
    assert await office.run(lambda tx: list(tx.community.scalars(select(members.c.state).order_by(members.c.id)))) == [
        "unreachable",
        "active",
        "active",
    ]
    tried = office.line.tried["sendMessage"]
    await office.say("member:1")
    await office.courier.work()
    assert (await office.states())[-1] == "dropped"
    assert office.line.tried["sendMessage"] == tried


async def test_an_account_that_is_gone_is_unreachable_too(office: Office) -> None:
    office.telegram.fault("error", code=400, description="Bad Request: chat not found", chat_id=office.people[0])
    await office.say(*EVERYONE)
    await office.courier.work()
    assert await office.states() == ["unreachable", "sent", "sent"]
    assert office.incidents == []


async def test_a_group_that_put_the_bot_out_is_forgotten(office: Office) -> None:
    chat = await office.group(office.people[0])
    await office.say("group:1")
    await office.courier.work()
    office.telegram.remove_bot(office.people[0], chat)
    await office.say("group:1")
    await office.courier.work()
    await office.say("group:1", "member:2")
    await office.courier.work()
    assert sorted(await office.states()) == ["dropped", "sent", "sent", "unreachable"]
    assert await office.run(lambda tx: tx.community.execute(select(groups)).all()) == []


async def test_a_group_that_moved_is_followed(office: Office) -> None:
    old = await office.group(office.people[0], supergroup=False)
    new = office.telegram.migrate(old)
    await office.say("group:1")
    await office.say("group:1", kind="meeting.j3")
    await office.courier.work()
    assert await office.states() == ["sent", "sent"]
    assert len(office.got(new, office.people[0])) == 2
    assert await office.run(lambda tx: tx.community.scalars(select(groups.c.chat_id)).all()) == [new]


@pytest.mark.parametrize("trouble", [{"kind": "cut"}, {"kind": "error", "code": 502}])
async def test_what_was_not_sent_is_tried_again_ever_more_slowly(office: Office, trouble: dict[str, Any]) -> None:
    office.telegram.fault(**trouble, times=3)
    await office.say("member:1")
    await office.courier.work()
    for wait in (5, 15, 60):
        assert counts(office)[0] == 0
        tried = office.line.tried["sendMessage"]
        await office.later(wait - 1)
        assert office.line.tried["sendMessage"] == tried
        await office.later(1.1)
        assert office.line.tried["sendMessage"] == tried + 1
    assert counts(office)[0] == 1
    assert await office.states() == ["sent"]


@pytest.mark.parametrize("trouble", ["lost", "hang"])
async def test_a_broadcast_with_an_unknown_end_is_not_repeated(office: Office, trouble: Any) -> None:
    office.telegram.fault(trouble, chat_id=office.people[0])
    await office.say(*EVERYONE)
    await office.courier.work()
    await office.later(3600)
    assert await office.states() == ["unknown", "sent", "sent"]
    assert counts(office) == [int(trouble == "lost"), 1, 1]


@pytest.mark.parametrize("trouble", ["lost", "hang"])
async def test_what_must_arrive_is_sent_again(office: Office, trouble: Any) -> None:
    office.telegram.fault(trouble)
    await office.say("member:1", kind=MUST_ARRIVE)
    await office.courier.work()
    await office.later(6)
    assert await office.states() == ["sent"]
    assert counts(office)[0] == (2 if trouble == "lost" else 1)


async def test_what_a_crash_interrupted(office: Office) -> None:
    office.telegram.fault("hang", times=2)
    await office.say("member:1")
    await office.say("member:2", kind=MUST_ARRIVE)
    dead = asyncio.create_task(office.courier.deliver())
    await office.line.reached("sendMessage", 2)
    dead.cancel()
    for task in office.courier._in_flight:
        task.cancel()
    office.courier = office.another_courier()
    await office.later(30)
    assert await office.states() == ["sending", "sending"], "perhaps another process is still at it"
    await office.later(31)
    assert await office.states() == ["unknown", "sent"]
    assert counts(office) == [0, 1, 0]


async def test_what_makes_no_sense_any_more_is_not_sent(office: Office) -> None:
    await office.say("member:1", expires_at=START + timedelta(seconds=10))
    await office.say("member:2", expires_at=START + timedelta(seconds=30))
    await office.later(10)
    assert await office.states() == ["expired", "sent"]
    assert counts(office) == [0, 1, 0]


async def test_a_letter_that_cannot_be_written_stops_no_other(office: Office) -> None:
    await office.say("member:1", kind="no.such.kind", lane=ALERT)
    await office.say("member:2", "member:3")
    await office.courier.work()
    assert await office.states() == ["failed", "sent", "sent"]
    assert [type(error) for error in office.incidents] == [KeyError]


async def test_an_erasure_that_must_wait_stops_no_sending(office: Office) -> None:
    await office.say("member:1")
    await office.courier.work()
    message_id = office.got(office.people[0])[0]["message_id"]
    await office.run(lambda tx: storage.erasures.plan(tx, office.people[0], message_id, office.time))
    office.telegram.flood(10, method="deleteMessage")
    await office.say("member:2", "member:3")
    await office.courier.work()
    assert counts(office) == [1, 1, 1]
    await office.later(11)
    assert counts(office) == [0, 1, 1]
    assert await office.run(storage.erasures.next_due) is None
