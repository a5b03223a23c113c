"""The people of the demo, their group, its past and its coming meetings. None of them exists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import charter
from bot.demo.hours import ZONE
from bot.demo.stage import Phone
from bot.demo.telegram import Telegram
from handlers.rules import drafts, fields, people
from handlers.rules.civil import wall
from handlers.rules.joining import PROMISE
from handlers.speech import speech
from storage import answers, arrangements, groups, meetings, members
from storage.database import Transaction
from storage.members import NATIONAL, Role

REGION = "FR-ARA"
COMMUNITY = "Pairs en lien"
CONTACT = "contact@pairs-en-lien.example"


@dataclass(frozen=True)
class Part:
    """Someone in the demo; who holds a phone can be played."""

    name: str
    role: str
    phone: bool = True
    region: str = REGION  # of the role


NEWCOMER = "newcomer"  # has a phone, and no invitation yet
PARTS = (
    Part("Awa", "peer_worker"),
    Part("Luc", "peer_worker"),
    Part("Samira", "supervisor"),
    Part("Inès", "coordinator"),
    Part("Noé", NEWCOMER),
    Part("Nora", "supervisor", region=NATIONAL),
    Part("Sacha", "supervisor"),  # for a week of the watch there must be somebody else to ask
    Part("Zoé", "peer_worker", phone=False),
    Part("Karim", "peer_worker", phone=False),
    Part("Mado", "peer_worker", phone=False),
)
MEMBERS = tuple(part for part in PARTS if part.role != NEWCOMER)
OWNER = "Inès"
TALK = (
    ("Zoé", "Bonjour à toutes et tous. Première semaine dans ma nouvelle équipe, je suis contente."),
    ("Luc", "Bienvenue Zoé ! Chez moi aussi le début a été intense. On en parle à la prochaine réunion ?"),
    ("Mado", "Avec plaisir. J’apporte le café."),
)
PAST = ((21, "Réunion de pairs", "Maison des associations, Lyon", ("Luc", "Zoé", "Mado", "Inès")),)
TO_COME = (15, 14, 0, "Réunion de pairs", "Maison des associations, Lyon, salle 2")


def gather(telegram: Telegram) -> tuple[list[Phone], int]:
    """Give everyone a Telegram account and put them in the region's group; returns the phones and the group."""
    ids = {part.name: telegram.person(part.name).id for part in PARTS}
    group = telegram.group("Pairs Auvergne-Rhône-Alpes", ids[OWNER], [ids[part.name] for part in MEMBERS])
    phones = [Phone(ids[part.name], part.name, part.role) for part in PARTS if part.phone]
    return phones, group


def enrol(tx: Transaction, accounts: dict[str, int], group: int, now: datetime) -> None:
    """Make them members with their roles, bind the group, remember the meetings that are over."""
    version = charter.load(None).version
    for part in MEMBERS:
        number = members.add(
            tx,
            telegram_id=accounts[part.name],
            first_name=part.name,
            language="fr",
            region=REGION,
            joined=f"{now - timedelta(days=90):%Y-%m}",
            promise=PROMISE,
            charter=version,
        )
        members.grant(tx, number, Role(part.role, part.region))
        arrangements.arrange(tx, number, quiet="never")  # whoever plays on a Sunday wants to see what arrives
    bound = groups.add(tx, group, "Pairs Auvergne-Rhône-Alpes")
    groups.bind(tx, bound.id, REGION)
    for days, title, place, came in PAST:
        _remember(tx, accounts, now - timedelta(days=days), title, place, came)


def _remember(
    tx: Transaction, accounts: dict[str, int], at: datetime, title: str, place: str, came: tuple[str, ...]
) -> None:
    owner = _member(tx, accounts[OWNER])
    uid = f"demo-{at:%Y%m%d}"
    found = meetings.begin(tx, uid=uid, owner=owner.id, region=REGION, title=title, zone=ZONE, minutes=drafts.MINUTES)
    hour = wall(at, ZONE).replace(hour=14, minute=0, second=0, microsecond=0)
    meetings.change(tx, found.id, state="published", place=place, **fields.timing(hour, ZONE))
    for name in came:
        answers.put(tx, found.id, _member(tx, accounts[name]).id, "yes")


def _member(tx: Transaction, telegram_id: int) -> members.Member:
    found = members.by_telegram(tx, telegram_id)
    if found is None:
        raise LookupError("the cast is enrolled first")
    return found


def roles(tx: Transaction, accounts: Sequence[int]) -> dict[int, str]:
    """What each of these accounts is in the community now."""
    return {number: _role(members.by_telegram(tx, number)) for number in accounts}


def _role(found: members.Member | None) -> str:
    """The role by which the demo presents somebody: the one with the most to do, where they hold several."""
    if found is None or found.state == "left":
        return NEWCOMER
    return next((role for role in ("coordinator", "supervisor") if found.holds(role)), "peer_worker")


def plan(tx: Transaction, accounts: dict[str, int], now: datetime) -> None:
    """The coming meeting, announced as a coordinator would announce it."""
    days, hour, minute, title, place = TO_COME
    who = people.recognise(tx, accounts[OWNER], "fr")
    found = drafts.prepare(tx, who, "demo-coming", speech("fr")("meeting.kind.peer"))
    at = (wall(now, ZONE) + timedelta(days=days)).replace(hour=hour, minute=minute, second=0, microsecond=0)
    while at.weekday() > 4:  # no peer meeting falls on a weekend
        at += timedelta(days=1)
    meetings.change(tx, found.id, title=title, place=place, **fields.timing(at, ZONE))
    drafts.publish(tx, who, found.id, None, now)
