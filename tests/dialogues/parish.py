"""A parish where everything there is a button for exists once: who lives there, and what they have under way."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from bot.demo.botapi.membership import enter
from handlers.rules.joining import PROMISE
from handlers.slip import code
from storage import actions, agenda, bookings, meetings, members, openings, watches
from storage.database import Transaction
from storage.members import NATIONAL, Role
from tests.anonymity.acts import HALF_A_DAY, data, must
from tests.anonymity.moments import Moment, kept
from tests.dialogues.stage import Stage

STRANGER, JOINING, LEAVING = "stranger", "joining", "leaving"
HERE, ELSEWHERE = "FR-ARA", "FR-BRE"
MEMBERS = {
    "peer": [Role("peer_worker", HERE)],
    "peer elsewhere": [Role("peer_worker", ELSEWHERE)],
    "supervisor": [Role("supervisor", HERE)],
    "supervisor elsewhere": [Role("supervisor", ELSEWHERE)],
    "national supervisor": [Role("supervisor", NATIONAL)],
    "coordinator": [Role("coordinator", HERE)],
    "coordinator elsewhere": [Role("coordinator", ELSEWHERE)],
    "national coordinator": [Role("coordinator", NATIONAL)],
    LEAVING: [Role(name, HERE) for name in ("peer_worker", "supervisor", "coordinator")],
}
PRESENT = [one for one in MEMBERS if one != LEAVING]
ACTORS = (STRANGER, JOINING, *MEMBERS)  # who leaves did all of it here, and has the buttons still
LUC, LEO = "Luc", "Léo"  # of the region, to whom things are done; and somebody at the door
ZOE = "Zoé"  # who supervises the region too
WORDS, RUDE = "Mon chef me parle mal.", "Tais-toi donc."
ITEM, TO_DO = 5, 700
GROUP, NEW = "Pairs ARA", "Un groupe neuf"


@dataclass(frozen=True)
class Parish:
    """The moment at which everything is there, the group, and what the names in the rows stand for."""

    moment: Moment
    group: int
    names: dict[str, str]


async def founded(folder: Path) -> Parish:
    """Play until everything is there."""
    stage = Stage(folder / "played", seed=99)
    await stage.open()
    try:
        await _people(stage)
        names = await _groups(stage)
        names |= await _words(stage)
        names |= await _report(stage)
        names |= await _prepared(stage)
        names |= await _met(stage, int(names["meeting"]))
        names |= await _supervised(stage)
        names |= await _on_watch(stage)
        names |= await _on_the_way(stage)
        for one in MEMBERS:
            await stage.say(one, "Rien de cela.")
        await stage.say(LEAVING, "/oublier")
        await must(stage, LEAVING, "l:all", "l:sure")
        _brought_back(stage)
        await stage.settle()
        stage.telegram.journal.clear()  # nobody looks back, and phones are taken out of their file again and again
        stage.telegram.world.queries.clear()
        return Parish(await kept(stage, folder / "kept"), stage.ids[GROUP], names | _rows(stage))
    finally:
        await stage.close()


def _brought_back(stage: Stage) -> None:
    """By hand: whoever has left can only tap something in a group in which they are."""
    world = stage.telegram.world
    one, owner = (world.people[stage.ids[name]].user() for name in (LEAVING, "coordinator"))
    enter(world, world.chats[stage.ids[GROUP]], one, owner)


async def _people(stage: Stage) -> None:
    for one, roles in MEMBERS.items():
        home = roles[0].region
        await stage.member(one, *roles, region=HERE if home == NATIONAL else home)
    await stage.member(LUC, Role("peer_worker", HERE))
    for one in (STRANGER, JOINING, LEO):
        stage.person(one)
        await stage.start(one)


async def _groups(stage: Stage) -> dict[str, str]:
    """A forum of the region where everybody is, with a question, and a message that was pointed out."""
    telegram, ids = stage.telegram, stage.ids
    everybody = [ids[one] for one in (*ACTORS, LUC) if one != "coordinator"]
    ids[GROUP] = telegram.group(GROUP, ids["coordinator"], everybody, forum=True)
    telegram.add_bot(ids["coordinator"], ids[GROUP])
    ids[NEW] = telegram.group(NEW, ids["national coordinator"])
    telegram.add_bot(ids["national coordinator"], ids[NEW])
    await stage.settle()
    rude = telegram.say(ids[LUC], RUDE, ids[GROUP])
    telegram.say(ids["peer"], "/signaler", ids[GROUP], rude)
    await stage.say(LUC, "Qui a un bon agenda ?")
    await must(stage, LUC, "q:g:", "q:v:s:", "q:s:")
    links = telegram.world.chats[ids[GROUP]].links.values()
    telegram.join(ids[LEO], next(link.url for link in links if link.by_request))
    await stage.settle()
    case = data(stage, "coordinator", "v:del:")[-1][1].removeprefix("v:del:")
    return {"case": case, "rude": str(rude)}


async def _words(stage: Stage) -> dict[str, str]:
    """A word that was sent to the region, and one in preparation."""
    one, names = "coordinator", dict[str, str]()
    for word in ("sent", "unsent"):
        await stage.say(one, "/annonce")
        await must(stage, one, "wd:text:")
        await stage.say(one, "Le local est fermé.")
        await must(stage, one, "wd:sure:")
        names[word], names["mark"] = data(stage, one, "wd:send:")[-1][1].removeprefix("wd:send:").split(":")
        if word == "sent":
            await must(stage, one, "wd:send:")
    return names


async def _report(stage: Stage) -> dict[str, str]:
    """Words and a photo, read and answered."""
    await stage.say("peer", WORDS)
    await must(stage, "peer", "r:t:0:", "r:l:0:", "r:q:01:", "r:v:01-", "r:s:", "p:a:")
    stage.telegram.send_media(stage.ids["peer"], "photo", reply_to=stage.question("peer"))
    await stage.settle()
    await must(stage, "peer", "p:s:")
    await stage.later(HALF_A_DAY)
    await must(stage, "supervisor", "b:list", "b:o:")
    token = data(stage, "peer", "w:o:")[-1][1].removeprefix("w:o:")
    thread, entry = data(stage, "supervisor", "p:b:")[-1][1].split(":")[2:]
    return {"token": token, "thread": thread, "photo": entry}


async def _prepared(stage: Stage) -> dict[str, str]:
    """A meeting that was announced, and one in preparation; the same of invitations."""
    one = "coordinator"
    await stage.say(one, "/reunion")
    await must(stage, one, "d:ask:when:")
    await stage.say(one, "12 juin 14h30")
    await must(stage, one, "d:sure:")
    meeting = data(stage, one, "d:publish:")[-1][1].removeprefix("d:publish:")
    await must(stage, one, "d:publish:")
    series = await _series(stage)
    await stage.say(one, "/reunion")
    draft = data(stage, one, "d:ask:when:")[-1][1].removeprefix("d:ask:when:")
    polls = await _polls(stage)
    await stage.say(one, "/inviter")
    invitation = data(stage, one, "i:make:")[-1][1].removeprefix("i:make:")
    await must(stage, one, "i:make:")
    await stage.say(one, "/inviter")
    inviting = data(stage, one, "i:make:")[-1][1].removeprefix("i:make:")
    return {"meeting": meeting, "draft": draft, "invitation": invitation, "inviting": inviting} | series | polls


async def _series(stage: Stage) -> dict[str, str]:
    """A meeting that comes back until some day, a date of it, and a change of that date that waits to be confirmed."""
    one = "coordinator"
    await stage.say(one, "/reunion")
    await must(stage, one, "d:ask:when:")
    await stage.say(one, "le 2e lundi de chaque mois à 14h")
    await must(stage, one, "d:more:", "d:pick:end:", "d:set:end:3:", "d:show:", "d:sure:")
    series = data(stage, one, "d:publish:")[-1][1].removeprefix("d:publish:")
    await must(stage, one, "d:publish:", "mc:open:", "mc:off:")
    date = data(stage, one, "mc:sure:one:")[-1][1].removeprefix("mc:sure:one:")
    return {"series": series, "date": date}


async def _polls(stage: Stage) -> dict[str, str]:
    """A poll that is open, and one in preparation."""
    one, found = "coordinator", {}
    for poll, proposal in (("poll", "proposal"), ("polling", "proposing")):
        await stage.say(one, "/reunions")
        await must(stage, one, "po:new", "po:ask:dates:", "po:at:", "po:at:", "po:less:")
        found[proposal] = data(stage, one, "po:del:")[0][1].removeprefix("po:del:")
        await must(stage, one, "po:show:")
        found[poll] = data(stage, one, "po:sure:")[-1][1].removeprefix("po:sure:")
        if poll == "poll":
            await must(stage, one, "po:sure:", "po:publish:")
    return found


async def _met(stage: Stage, coming: int) -> dict[str, str]:
    """An item on the agenda of the meeting to come; a meeting of two days ago, and something it left to be done."""
    at = stage.time - timedelta(days=2)

    def lay(tx: Transaction) -> None:
        agenda.propose(tx, ITEM, coming, "Les horaires", None)
        found = meetings.by_id(tx, coming)
        assert found is not None
        meetings.add(tx, replace(found, uid="held", starts_at=at, wall=at.replace(tzinfo=None), card=None))
        (held,) = (one.id for one in meetings.between(tx, at, stage.time))
        actions.write(tx, [actions.Action(TO_DO, held, actions.ACTION, 1, "Écrire", "peer")])

    await stage.run(lay)
    return {"item": str(ITEM), "action": str(TO_DO)}


async def _supervised(stage: Stage) -> dict[str, str]:
    """Times that come back, one of them booked; and one that is over, of which nobody has said anything yet."""
    one, other = "supervisor", "peer"
    await stage.say(one, "/supervision")
    await must(stage, one, "so:ask")
    await stage.say(one, "le jeudi à 9h chaque semaine")
    await must(stage, one, "so:put:")
    await stage.say(other, "/supervision")
    await must(stage, other, "sv:book:")
    booked = data(stage, other, "sv:drop:")[-1][1]
    names = dict[str, str]()

    def lay(tx: Transaction) -> None:
        found = openings.by_id(tx, int(booked.split(":")[2]))
        assert found is not None
        assert found.supervisor is not None
        at = stage.time - timedelta(days=2)
        over = {name: getattr(found, name) for name in ("zone", "minutes", "seats", "mode", "pattern_id")}
        openings.offer(
            tx, found.supervisor, [{**over, "uid": "over", "starts_at": at, "wall": at.replace(tzinfo=None)}]
        )
        (took,) = (time.id for time in openings.coming(tx, [found.supervisor], at - timedelta(1)) if time.uid == "over")
        (seat,) = bookings.of_opening(tx, found.id)
        bookings.book(tx, took, seat.member_id, 0)
        free = openings.coming(tx, [found.supervisor], stage.time)[1]
        names.update(
            booked=str(found.id),
            opening=str(free.id),
            pattern=str(found.pattern_id),
            took=str(took),
            supervised=str(seat.member_id),
        )

    await stage.run(lay)
    return names


async def _on_watch(stage: Stage) -> dict[str, str]:
    """A week that is the supervisor’s, who will be away; and one they are asked to take."""
    await stage.member(ZOE, Role("supervisor", HERE))
    this = (stage.time - timedelta(days=stage.time.weekday())).date()
    weeks = [this + number * timedelta(weeks=1) for number in (1, 2)]
    names = dict[str, str]()

    def lay(tx: Transaction) -> None:
        own, zoe = (members.by_telegram(tx, stage.ids[one]) for one in ("supervisor", ZOE))
        assert own is not None
        assert zoe is not None
        for week, whose, asked in zip(weeks, (own.id, zoe.id), (zoe.id, own.id), strict=True):
            watches.plan(tx, HERE, week, whose)
            watches.leave(tx, HERE, week, asked)
        names.update(week=f"{weeks[0]:%Y%m%d}", wanted=f"{weeks[1]:%Y%m%d}", other=str(zoe.id))

    await stage.run(lay)
    return names


async def _on_the_way(stage: Stage) -> dict[str, str]:
    """Somebody one step before the end of the way in; a link of the operator's that nobody has opened."""
    payload = await stage.invitation("peer_worker", HERE)
    await stage.start(JOINING, payload)
    await must(stage, JOINING, "j:agree:promise", "j:agree:charter", "j:adult:yes")
    await stage.say(JOINING, "Mia")
    await must(stage, JOINING, "j:region:ARA", "j:pass")
    await stage.invitation("peer_worker", HERE, "another-invitation")
    return {"link": "another-invitation", "promise": PROMISE, "charter": stage.program.house.charter.version}


def _rows(stage: Stage) -> dict[str, str]:
    """What no button shows."""
    with closing(sqlite3.connect(stage.folder / "data" / "community.db")) as community:

        def one(query: str, *values: object) -> str:
            (found,) = community.execute(query, values).fetchone()
            return str(found)

        luc = one("SELECT id FROM members WHERE telegram_id = ?", stage.ids[LUC])
        group = one("SELECT id FROM groups WHERE chat_id = ?", stage.ids[GROUP])
        overseer = one("SELECT id FROM members WHERE telegram_id = ?", stage.ids["supervisor"])
        return {
            "luc": luc,
            "overseer": overseer,
            "group": group,
            "held": one("SELECT id FROM meetings WHERE uid = 'held'"),
            "door": one("SELECT substr(door, -6) FROM groups WHERE id = ?", group),
            "new": one("SELECT id FROM groups WHERE chat_id = ?", stage.ids[NEW]),
            "request": one("SELECT id FROM requests WHERE telegram_id = ?", stage.ids[LEO]),
            "question": code(bytes.fromhex(one("SELECT about FROM posts"))),
            "post": one("SELECT message_id FROM posts"),
            "fresh": code(b"f" * 16),
        }
