"""What happens around the people of a story: time, restarts, the operator; and scenes told in one sentence."""

import re
from datetime import UTC
from functools import partial

import icalendar
from sqlalchemy import delete

from handlers.rules import doors, invitations
from storage import meetings, members, presences, sealing, vault
from storage.database import Transaction
from tests.dialogues.scene import WHO, Scene, sentence
from tests.dialogues.story import REGION_CODES, ROLES, moment
from tests.storage.people import member as enrol


@sentence(r"--- (?P<moment>.+) ---")
async def _time(scene: Scene, found: re.Match[str]) -> None:
    until = moment(found["moment"], scene.stage.time)
    assert until is not None, f"no moment: {found['moment']}"
    await scene.stage.later(until.astimezone(UTC))


@sentence(r"=== le bot redémarre ===")
async def _restart(scene: Scene, _found: re.Match[str]) -> None:
    await scene.stage.restart()


@sentence(WHO + r" fait part de « (?P<text>.+) » : (?P<theme>\D+) / (?P<level>.+)")
async def _report(scene: Scene, found: re.Match[str]) -> None:
    stage, who = scene.stage, found["who"]
    await stage.say(who, found["text"])
    await stage.tap(who, "Faire part d’une difficulté")
    if found["theme"] not in stage.buttons(who):
        await stage.tap(who, "Autres thèmes ▸")
    await stage.tap(who, found["theme"])
    await stage.tap(who, found["level"])
    if "Non, elle peut le lire" in stage.buttons(who):
        await stage.tap(who, "Non, elle peut le lire")
    scene.hush()
    await stage.tap(who, "Envoyer")


@sentence(r"(?P<region>[^,]+) compte (?P<number>\d+) autres membres")
async def _members(scene: Scene, found: re.Match[str]) -> None:
    region, first = REGION_CODES[found["region"]], 10**6 * (1 + list(REGION_CODES).index(found["region"]))
    for number in range(first, first + int(found["number"])):
        await scene.stage.run(partial(enrol, telegram_id=number, region=region))


@sentence(r"(?P<region>[^,]+) compte (?P<number>\d+) autres pairs, dont (?P<there>\d+) en supervision le (?P<day>.+)")
async def _supervised(scene: Scene, found: re.Match[str]) -> None:
    """They had it in a group, as somebody marked afterwards."""
    region, first = REGION_CODES[found["region"]], 10**7 * (1 + list(REGION_CODES).index(found["region"]))
    at = moment(f"{found['day']}, 14 h", scene.stage.time)
    assert at is not None, f"no day: {found['day']}"

    def enrol_all(tx: Transaction) -> None:
        role = members.Role("peer_worker", region)
        peers = [enrol(tx, first + number, role, region=region) for number in range(int(found["number"]))]
        place = {
            "region": region,
            "zone": "Europe/Paris",
            "wall": at.replace(tzinfo=None),
            "starts_at": at.astimezone(UTC),
        }
        held = meetings.settle(tx, uid=f"held-{region}", owner=peers[0].id, title="Supervision", minutes=150, **place)
        meetings.change(tx, held.id, kind="supervision")
        for one in peers[: int(found["there"])]:
            presences.mark(tx, held.id, one.id)

    await scene.stage.run(enrol_all)


@sentence(r"(?P<region>[^,]+) a reçu (?P<number>\d+) messages effacés depuis : (?P<theme>\w+)")
async def _received(scene: Scene, found: re.Match[str]) -> None:
    box, today = REGION_CODES[found["region"]], scene.stage.time.date()

    def receive(tx: Transaction) -> None:
        for _ in range(int(found["number"])):
            report = sealing.new_id()
            vault.add(
                tx,
                token=report,
                box=box,
                readers=[box],
                theme=found["theme"],
                level=1,
                text="",
                due=None,
                today=today,
                thread_id=report,
                entry_id=report,
            )
            vault.erase(tx, report)

    await scene.stage.run(receive)


@sentence(WHO + r" entre par l’invitation, pour la région (?P<region>.+)")
async def _join(scene: Scene, found: re.Match[str]) -> None:
    stage, who = scene.stage, found["who"]
    await stage.start(who, list(scene.invitations.values())[-1])
    await stage.tap(who, "J’ai lu, je continue")
    await stage.tap(who, "J’accepte la charte")
    await stage.tap(who, "J’ai 18 ans ou plus")
    await stage.say(who, who)
    await stage.tap(who, found["region"])
    await stage.tap(who, "Passer")
    scene.hush()
    await stage.tap(who, "Non, merci")


@sentence(WHO + r" prépare une réunion : (?P<when>.+)")
async def _prepare(scene: Scene, found: re.Match[str]) -> None:
    await scene.stage.say(found["who"], "/reunion")
    await scene.stage.tap(found["who"], "Date")
    scene.hush()
    await scene.stage.say(found["who"], found["when"])


@sentence(r"L’opérateur invite un(?:e)? (?P<role>\w+) pour la région (?P<region>.+)")
async def _invite(scene: Scene, found: re.Match[str]) -> None:
    token = f"operator-{len(scene.invitations)}"
    scene.invitations["operator", len(scene.invitations)] = invitations.PREFIX + token
    role, region, now = ROLES[found["role"]], REGION_CODES[found["region"]], scene.stage.time
    await scene.stage.run(lambda tx: invitations.by_operator(tx, role, region, token, now))


@sentence(r"L’opérateur change la charte, version (?P<version>\S+) : « (?P<changes>.+) »")
async def _new_charter(scene: Scene, found: re.Match[str]) -> None:
    file = scene.stage.folder / "charter.toml"
    words = f"text = '1. On ne nomme personne.'\nchanges = '{found['changes']}'"
    file.write_text(f"version = '{found['version']}'\n[fr]\n{words}\n[en]\n{words}\n", "utf-8")
    await scene.stage.change_charter(file)


@sentence(r"L’opérateur retire à (?P<name>\w+) le rôle de (?P<role>\w+)")
async def _revoke(scene: Scene, found: re.Match[str]) -> None:
    number, role = scene.stage.ids[found["name"]], ROLES[found["role"]]

    def revoke(tx: Transaction) -> None:
        member = members.by_telegram(tx, number)
        assert member is not None
        tx.community.execute(delete(members.roles).filter_by(member_id=member.id, role=role))

    await scene.stage.run(revoke)


@sentence(WHO + r" n’est plus de la région (?P<region>.+)")
async def _expel(scene: Scene, found: re.Match[str]) -> None:
    number, code = scene.stage.ids[found["who"]], REGION_CODES[found["region"]]

    def expel(tx: Transaction) -> None:
        member = members.by_telegram(tx, number)
        assert member is not None
        tx.community.execute(delete(members.roles).filter_by(member_id=member.id, region=code))
        member = members.by_telegram(tx, number)
        assert member is not None
        doors.expel(tx, member, [code], scene.stage.time)

    await scene.stage.run(expel)


@sentence(
    r"L’adresse (?P<before>d’avant )?de (?P<name>\w+) donne "
    r"(?:rien|(?P<dates>\d+) dates?(?:, dont (?P<gone>\d+) annulées?)?)"
)
async def _subscribed(scene: Scene, found: re.Match[str]) -> None:
    """What a calendar gets that somebody put the address into."""
    content = await scene.stage.program.calendar(scene.addresses[found["name"]][-2 if found["before"] else -1])
    if found["dates"] is None:
        assert content is None, "this address still leads somewhere"
        return
    assert content is not None, "this address leads nowhere"
    status = [str(event["STATUS"]) for event in icalendar.Calendar.from_ical(content).walk("VEVENT")]
    told = f"{len(status)} dates, {status.count('CANCELLED')} cancelled"
    assert told == f"{found['dates']} dates, {found['gone'] or 0} cancelled"
