"""The directory: the members who want to be found by the others of their region."""

from collections.abc import Iterable

from sqlalchemy import bindparam, select

from storage.database import Transaction
from storage.members import Member, by_id, members

_LISTED = (
    select(members.c.id)
    .where(
        members.c.directory,
        members.c.state != "left",
        members.c.region.in_(bindparam("regions", expanding=True)),
    )
    .order_by(members.c.region, members.c.first_name, members.c.id)
    .limit(bindparam("most"))
    .offset(bindparam("after"))
)


def page(tx: Transaction, regions: Iterable[str], after: int, most: int) -> list[Member]:
    """Who wants to be found in these regions, region by region and name by name, without the first `after`."""
    numbers = tx.community.execute(_LISTED, {"regions": list(regions), "after": after, "most": most}).scalars().all()
    return [found for number in numbers if (found := by_id(tx, number))]
