"""A ring with nothing due: few looks at the database, and nothing written."""

from typing import Any

from sqlalchemy import event

from tests.courier.office import Office

LOOKS = 4  # at notices, erasures, cards, and what time makes due besides


async def test_a_ring_with_nothing_due_looks_four_times_and_writes_nothing(office: Office) -> None:
    await office.say("member:1")
    await office.courier.work()
    begun, said = [], list[str]()
    engine = office.database._community

    def count(connection: Any) -> None:
        begun.append(connection)

    def hear(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        said.append(statement)

    event.listen(engine, "begin", count)
    event.listen(engine, "before_cursor_execute", hear)
    await office.courier.work()
    assert len(begun) == LOOKS
    written = [each for each in said if each.startswith(("INSERT", "DELETE", "UPDATE"))]
    assert len(written) == 1, "what came too late to be said, of which there is nothing"
