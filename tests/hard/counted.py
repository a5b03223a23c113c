"""What became of the city's three hundred acts: counted in the databases and on the phones."""

import asyncio
from collections.abc import Callable

from sqlalchemy import func, select

from bot.stores import open_stores
from handlers import slip
from storage import answers, invitations, meetings, members, vault
from storage.database import Transaction
from storage.vault_schema import threads
from tests.hard.city import City, name_of, text_of, title_of
from tests.hard.process import settings


def receipts(city: City, person: int) -> list[str]:
    """The tokens of the receipts on this phone."""
    return [
        button["callback_data"].rpartition(":")[2]
        for message in city.telegram.visible(person, person)
        for row in message["keyboard"]
        for button in row
        if button.get("callback_data", "").startswith("w:o:")
    ]


async def count(city: City) -> dict[str, int]:
    """How many acts of each kind had their effect once; the program must have stopped."""
    stores = await asyncio.to_thread(open_stores, settings(city.folder))
    try:
        return await stores.database.commit(lambda tx: {name: rule(tx, city) for name, rule in COUNTS.items()})
    finally:
        await asyncio.to_thread(stores.close)


def _answers(tx: Transaction, city: City) -> int:
    headcount = answers.headcount(tx, 1)
    assert set(headcount) == {"yes"}
    found = (members.by_telegram(tx, person) for person in city.answering)
    assert all(member and answers.of(tx, 1, member.id) == answers.Answer("yes") for member in found)
    return headcount["yes"]


def _reports(tx: Transaction, city: City) -> int:
    opened = 0
    for person in city.writing:
        (token,) = receipts(city, person)
        read = vault.read_as_writer(tx, slip.decode(token))
        assert read is not None
        assert [entry.text for entry in read[1]] == [text_of(person)]
        opened += 1
    return opened


def _threads(tx: Transaction, city: City) -> int:
    del city
    return tx.vault.execute(select(func.count()).select_from(threads)).scalar_one()


def _titles(tx: Transaction, city: City) -> int:
    owners = (members.by_telegram(tx, person) for person in city.drafting)
    drafts = [meetings.draft(tx, owner.id) if owner else None for owner in owners]
    return sum(draft is not None and draft.title == title_of(number) for number, draft in enumerate(drafts))


def _names(tx: Transaction, city: City) -> int:
    found = [invitations.joining(tx, person) for person in city.naming]
    return sum(one is not None and one.first_name == name_of(number) for number, one in enumerate(found))


def _joined(tx: Transaction, city: City) -> int:
    return sum(members.by_telegram(tx, person) is not None for person in city.joining)


def _members(tx: Transaction, city: City) -> int:
    del city
    return tx.community.execute(select(func.count()).select_from(members.members)).scalar_one()


COUNTS: dict[str, Callable[[Transaction, City], int]] = {
    "answers": _answers,
    "reports": _reports,
    "threads": _threads,
    "titles": _titles,
    "names": _names,
    "joined": _joined,
    "members": _members,
}
