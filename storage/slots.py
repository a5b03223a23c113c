"""Which slot of the day was last worked through in each time zone, so that a slot missed while down is caught up."""

from datetime import datetime

from sqlalchemy import Column, String, Table, bindparam, insert, select, update

from storage.community import Instant, metadata
from storage.database import Transaction

slots = Table(
    "slots",
    metadata,
    Column("zone", String(40), primary_key=True),
    Column("worked", Instant, nullable=False),
)

_ALL = select(slots.c.zone, slots.c.worked)
_WORKED = select(slots.c.worked).where(slots.c.zone == bindparam("zone")).with_for_update()


def worked(tx: Transaction) -> dict[str, datetime]:
    """The slot that was last worked through in each zone that was ever seen."""
    return {zone: slot for zone, slot in tx.community.execute(_ALL)}


def advance(tx: Transaction, zone: str, slot: datetime) -> bool:
    """Note that this slot is being worked through; False if it already was, or if the zone was never seen."""
    last = tx.community.execute(_WORKED, {"zone": zone}).scalar_one_or_none()
    if last is None:
        tx.community.execute(insert(slots).values(zone=zone, worked=slot))
        return False
    if slot <= last:
        return False
    tx.community.execute(update(slots).where(slots.c.zone == zone).values(worked=slot))
    return True
