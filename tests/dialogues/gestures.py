"""What people do in a story: each line of a story is one of these sentences."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC

from sqlalchemy import delete

from bot.demo.botapi.entities import cut
from handlers.rules import invitations
from storage import members
from storage.database import Transaction
from tests.dialogues.stage import Stage, ordinary, plain
from tests.dialogues.story import REGION_CODES, ROLES, moment

KINDS = {
    "une photo": "photo",
    "un message vocal": "voice",
    "un document": "document",
    "un autocollant": "sticker",
    "sa position": "location",
}
INVITATION = re.compile(r"start=(i_[\w-]+)")
LONG = "Je vous écris longuement. "


@dataclass
class Scene:
    """The stage, its groups, and what people remember: old buttons and invitations."""

    stage: Stage
    hush: Callable[[], None]  # what the bot did so far on this line is known from other stories
    groups: dict[str, int] = field(default_factory=dict)
    buttons: dict[tuple[str, int | None, str], list[tuple[int, str]]] = field(default_factory=dict)
    invitations: dict[tuple[str, int], str] = field(default_factory=dict)

    def remember(self) -> None:
        """Look at every screen, as people do."""
        for name, own in self.stage.ids.items():
            for chat in (None, *self.groups.values()):
                for label, *button in self.stage.shown(name, chat):
                    known = self.buttons.setdefault((name, chat, label), [])
                    if (pair := (int(button[0]), str(button[1]))) not in known:
                        known.append(pair)
            for message in self.stage.seen(name):
                if found := INVITATION.search(str(message.get("text", ""))):
                    self.invitations[str(own), message["message_id"]] = found[1]

    def chat(self, title: str | None) -> int | None:
        """The group of this title; the private chat without one."""
        return None if title is None else self.groups[title]

    def operator(self, role: str, region: str) -> Callable[[Transaction], object]:
        """An invitation from the command line."""
        token = f"operator-{len(self.invitations)}"
        self.invitations["operator", len(self.invitations)] = invitations.PREFIX + token
        now = self.stage.time
        return lambda tx: invitations.by_operator(tx, ROLES[role], REGION_CODES[region], token, now)


Sentence = Callable[[Scene, re.Match[str]], Awaitable[None]]
SENTENCES: list[tuple[re.Pattern[str], Sentence]] = []
WHO = r"(?P<who>\w+)"
WHERE = WHO + r"(?:, dans « (?P<group>[^»]+) »,?)?"


def sentence(pattern: str) -> Callable[[Sentence], Sentence]:
    """Adds a sentence to what people can do."""

    def add(act: Sentence) -> Sentence:
        SENTENCES.append((re.compile(pattern), act))
        return act

    return add


async def perform(scene: Scene, text: str) -> str | None:
    """Do what this line says; returns who did it. AssertionError for a line that is none of the sentences."""
    for pattern, act in SENTENCES:
        if found := pattern.fullmatch(text):
            await act(scene, found)
            await scene.stage.settle()
            scene.remember()
            return found.groupdict().get("who")
    raise AssertionError(f"nobody can do this: {text}")


@sentence(r"--- (?P<moment>.+) ---")
async def _time(scene: Scene, found: re.Match[str]) -> None:
    until = moment(found["moment"], scene.stage.time)
    assert until is not None, f"no moment: {found['moment']}"
    await scene.stage.later(until.astimezone(UTC))


@sentence(r"=== le bot redémarre ===")
async def _restart(scene: Scene, _found: re.Match[str]) -> None:
    await scene.stage.restart()


@sentence(WHERE + r" > (?P<text>.+)")
async def _write(scene: Scene, found: re.Match[str]) -> None:
    await scene.stage.say(found["who"], found["text"].replace(" ⏎ ", "\n"), scene.chat(found["group"]))


@sentence(WHO + r", en réponse à « (?P<begin>[^»]+) » > (?P<text>.+)")
async def _reply(scene: Scene, found: re.Match[str]) -> None:
    seen = [m for m in scene.stage.seen(found["who"]) if plain(m).startswith(found["begin"])]
    assert seen, f"{found['who']} sees no message that begins so"
    scene.stage.telegram.say(scene.stage.ids[found["who"]], found["text"], None, seen[-1]["message_id"])


@sentence(WHO + r" écrit un texte de (?P<size>\d+) caractères")
async def _long(scene: Scene, found: re.Match[str]) -> None:
    size = int(found["size"])
    await scene.stage.say(found["who"], (LONG * (size // len(LONG) + 1))[: size - 1] + ".")


@sentence(WHERE + r" touche (?P<twice>deux fois de suite )?\[(?P<button>.+)\]")
async def _tap(scene: Scene, found: re.Match[str]) -> None:
    times = 2 if found["twice"] else 1
    await scene.stage.tap(found["who"], found["button"], scene.chat(found["group"]), times=times)


@sentence(WHERE + r" touche l’ancien bouton \[(?P<button>.+)\]")
async def _stale(scene: Scene, found: re.Match[str]) -> None:
    stage, chat = scene.stage, scene.chat(found["group"])
    now = {(message_id, data) for _, message_id, data in stage.shown(found["who"], chat)}
    known = scene.buttons.get((found["who"], chat, found["button"]), [])
    gone = [pair for pair in known if pair not in now]
    assert gone, f"{found['who']} remembers no such button that is gone"
    stage.telegram.tap(stage.ids[found["who"]], stage.place(found["who"], chat), *gone[-1])


@sentence(WHO + r" touche le bouton \[(?P<button>.+)\] de (?P<other>\w+)")
async def _foreign(scene: Scene, found: re.Match[str]) -> None:
    _, data = scene.buttons[found["other"], None, found["button"]][-1]
    _forge(scene, found["who"], data)


@sentence(WHO + r" fabrique le bouton « (?P<data>.+) »")
async def _forged(scene: Scene, found: re.Match[str]) -> None:
    _forge(scene, found["who"], found["data"])


def _forge(scene: Scene, who: str, data: str) -> None:
    """A modified app sends what it likes, from any message of the bot."""
    own = [message["message_id"] for message in scene.stage.seen(who) if not message["outgoing"]]
    scene.stage.telegram.tap(scene.stage.ids[who], scene.stage.ids[who], own[-1], data)


@sentence(WHO + r" ouvre le bot(?: avec « (?P<payload>.+) »)?")
async def _start(scene: Scene, found: re.Match[str]) -> None:
    await scene.stage.start(found["who"], found["payload"] or "")


@sentence(WHO + r" ouvre l’invitation(?: n° (?P<number>\d+))?")
async def _invited(scene: Scene, found: re.Match[str]) -> None:
    payloads = list(scene.invitations.values())
    await scene.stage.start(found["who"], payloads[int(found["number"] or 0) - 1])


@sentence(WHO + r" ouvre le lien « (?P<label>.+) »")
async def _link(scene: Scene, found: re.Match[str]) -> None:
    for message in scene.stage.seen(found["who"]):
        for entity in message.get("entities", []):
            label = cut(str(message.get("text", "")), entity["offset"], entity["length"])
            if entity["type"] == "text_link" and ordinary(label) == found["label"]:
                await scene.stage.start(found["who"], entity["url"].partition("start=")[2])
                return
    raise AssertionError(f"{found['who']} sees no such link")


@sentence(WHO + r" (?P<how>envoie|transfère) (?P<what>[^«]+)")
async def _send(scene: Scene, found: re.Match[str]) -> None:
    forwarded = found["how"] == "transfère"
    scene.stage.telegram.send_media(scene.stage.ids[found["who"]], KINDS[found["what"]], forwarded=forwarded)


@sentence(WHO + r" transfère le texte « (?P<text>.+) »")
async def _forward(scene: Scene, found: re.Match[str]) -> None:
    scene.stage.telegram.send_media(scene.stage.ids[found["who"]], "text", caption=found["text"], forwarded=True)


@sentence(WHO + r" efface « (?P<begin>.+) »")
async def _delete(scene: Scene, found: re.Match[str]) -> None:
    seen = [m for m in scene.stage.seen(found["who"]) if plain(m).startswith(found["begin"])]
    scene.stage.telegram.delete(scene.stage.ids[found["who"]], None, seen[-1]["message_id"])


@sentence(WHO + r" bloque le bot")
async def _block(scene: Scene, found: re.Match[str]) -> None:
    scene.stage.telegram.block(scene.stage.ids[found["who"]])


@sentence(WHO + r" ajoute le bot à « (?P<group>.+) »")
async def _add(scene: Scene, found: re.Match[str]) -> None:
    scene.stage.telegram.add_bot(scene.stage.ids[found["who"]], scene.groups[found["group"]])


@sentence(WHO + r" retire le bot de « (?P<group>.+) »")
async def _remove(scene: Scene, found: re.Match[str]) -> None:
    scene.stage.telegram.remove_bot(scene.stage.ids[found["who"]], scene.groups[found["group"]])


@sentence(r"« (?P<group>.+) » devient un supergroupe")
async def _migrate(scene: Scene, found: re.Match[str]) -> None:
    scene.groups[found["group"]] = scene.stage.telegram.migrate(scene.groups[found["group"]])


@sentence(WHO + r" fait part de « (?P<text>.+) » : (?P<theme>\D+) / (?P<level>.+)")
async def _report(scene: Scene, found: re.Match[str]) -> None:
    stage, who = scene.stage, found["who"]
    await stage.say(who, found["text"])
    await stage.tap(who, "Faire part d’une difficulté")
    if found["theme"] not in stage.buttons(who):
        await stage.tap(who, "Autres thèmes ▸")
    await stage.tap(who, found["theme"])
    await stage.tap(who, found["level"])
    scene.hush()
    await stage.tap(who, "Envoyer")


@sentence(WHO + r" entre par l’invitation, pour la région (?P<region>.+)")
async def _join(scene: Scene, found: re.Match[str]) -> None:
    stage, who = scene.stage, found["who"]
    await stage.start(who, list(scene.invitations.values())[-1])
    await stage.tap(who, "J’ai lu, je continue")
    await stage.tap(who, "J’accepte la charte")
    await stage.say(who, who)
    scene.hush()
    await stage.tap(who, found["region"])


@sentence(WHO + r" prépare une réunion : (?P<when>.+)")
async def _prepare(scene: Scene, found: re.Match[str]) -> None:
    await scene.stage.say(found["who"], "/reunion")
    await scene.stage.tap(found["who"], "Date")
    scene.hush()
    await scene.stage.say(found["who"], found["when"])


@sentence(r"L’opérateur invite un(?:e)? (?P<role>\w+) pour la région (?P<region>.+)")
async def _invite(scene: Scene, found: re.Match[str]) -> None:
    await scene.stage.run(scene.operator(found["role"], found["region"]))


@sentence(r"L’opérateur retire à (?P<name>\w+) le rôle de (?P<role>\w+)")
async def _revoke(scene: Scene, found: re.Match[str]) -> None:
    number, role = scene.stage.ids[found["name"]], ROLES[found["role"]]

    def revoke(tx: Transaction) -> None:
        member = members.by_telegram(tx, number)
        assert member is not None
        tx.community.execute(delete(members.roles).filter_by(member_id=member.id, role=role))

    await scene.stage.run(revoke)
