"""What people do on their phones in a story, one sentence each."""

import re

from bot.demo.botapi.attachments import PIXEL
from bot.demo.botapi.entities import cut, units
from bot.demo.botapi.membership import USUAL_RIGHTS, enter
from bot.demo.botapi.state import JSON
from tests.dialogues.scene import WHERE, WHO, Scene, sentence
from tests.dialogues.screens import CODE
from tests.dialogues.stage import ordinary, plain
from tests.dialogues.story import moment

UNREADABLE = PIXEL[:40]  # it says its size, and then ends
KINDS = {
    "une photo": ("photo", "", b""),
    "une photo illisible": ("photo", "", UNREADABLE),
    "une image en fichier": ("document", "image.png", PIXEL),
    "un message vocal": ("voice", "", b""),
    "un document": ("document", "", b""),
    "un autocollant": ("sticker", "", b""),
    "sa position": ("location", "", b""),
}
RIGHTS_BY_NAME = {"supprimer": "can_delete_messages", "inviter": "can_invite_users", "exclure": "can_restrict_members"}
RIGHTS_BY_NAME |= {"épingler": "can_pin_messages", "gérer les sujets": "can_manage_topics"}
LONG = "Je vous écris longuement. "


@sentence(WHERE + r" > (?P<text>.+)")
async def _write(scene: Scene, found: re.Match[str]) -> None:
    await scene.stage.say(found["who"], found["text"].replace(" ⏎ ", "\n"), scene.chat(found["group"]))


@sentence(WHO + r" envoie (?:la date|les dates) (?P<text>.*«.+)")
async def _dates(scene: Scene, found: re.Match[str]) -> None:
    """What stands between « and » is a date that Telegram marks, in Paris; the words around it are words."""
    text, dates = "", []
    for place, piece in enumerate(re.split(r"« (.+?) »", found["text"])):
        if place % 2:
            at = moment(piece, scene.stage.time)
            assert at, f"{piece} is no moment"
            here = {"offset": units(text), "length": units(piece), "unix_time": int(at.timestamp())}
            dates.append({"type": "date_time", "date_time_format": "wDT"} | here)
        text += piece
    who = found["who"]
    scene.stage.telegram.say(scene.stage.ids[who], text, None, scene.stage.question(who), dates=dates)


@sentence(WHERE + r",? en réponse à « (?P<begin>[^»]+) » > (?P<text>.+)")
async def _reply(scene: Scene, found: re.Match[str]) -> None:
    chat = scene.chat(found["group"])
    seen = [m for m in scene.stage.seen(found["who"], chat) if plain(m).startswith(found["begin"])]
    assert seen, f"{found['who']} sees no message that begins so"
    scene.stage.telegram.say(scene.stage.ids[found["who"]], found["text"], chat, seen[-1]["message_id"])


@sentence(WHO + r", dans « (?P<group>[^»]+) » envoie une photo")
async def _show(scene: Scene, found: re.Match[str]) -> None:
    scene.stage.telegram.send_media(scene.stage.ids[found["who"]], "photo", scene.groups[found["group"]])


@sentence(WHO + r", dans « (?P<group>[^»]+) », en réponse à la photo > (?P<text>.+)")
async def _reply_to_photo(scene: Scene, found: re.Match[str]) -> None:
    chat = scene.groups[found["group"]]
    photos = [m for m in scene.stage.seen(found["who"], chat) if m.get("photo")]
    scene.stage.telegram.say(scene.stage.ids[found["who"]], found["text"], chat, photos[-1]["message_id"])


@sentence(WHO + r" note son code")
async def _note(scene: Scene, found: re.Match[str]) -> None:
    text = "\n".join(plain(message) for message in scene.stage.seen(found["who"]))
    scene.codes[found["who"]] = "\n".join(CODE.findall(text)[-2:])


@sentence(WHO + r" écrit le code de (?P<other>\w+)(?: et « (?P<pin>.+) »)?")
async def _code(scene: Scene, found: re.Match[str]) -> None:
    pin = f"\n{found['pin']}" if found["pin"] else ""
    await scene.stage.say(found["who"], scene.codes[found["other"]].lower().replace("-", " ") + pin)


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


@sentence(WHO + r" ouvre le bouton \[(?P<label>.+)\] de « (?P<group>.+) »")
async def _opens(scene: Scene, found: re.Match[str]) -> None:
    """A button with an address below a message of the group, seen once or still there."""
    chat = scene.stage.telegram.world.chats[scene.groups[found["group"]]]
    rows = [row for number in sorted(chat.messages) for row in keyboard(chat.messages[number].body)]
    urls = [button["url"] for row in rows for button in row if ordinary(button["text"]) == found["label"]]
    await scene.stage.start(found["who"], urls[-1].partition("start=")[2])


def keyboard(message: JSON) -> list[list[JSON]]:
    """The rows of buttons below a message."""
    rows: list[list[JSON]] = message.get("reply_markup", {}).get("inline_keyboard", [])
    return rows


@sentence(WHO + r" (?P<how>envoie|transfère) (?P<what>[^«\d]+?)(?:, avec la légende « (?P<caption>.+) »)?")
async def _send(scene: Scene, found: re.Match[str]) -> None:
    who, forwarded = scene.stage.ids[found["who"]], found["how"] == "transfère"
    kind, name, content = KINDS[found["what"]]
    question = scene.stage.question(found["who"])
    scene.stage.telegram.send_media(who, kind, None, found["caption"], forwarded, content, name, question)


@sentence(WHO + r" envoie (?P<number>\d+) photos ensemble")
async def _album(scene: Scene, found: re.Match[str]) -> None:
    who, question = scene.stage.ids[found["who"]], scene.stage.question(found["who"])
    album = str(scene.stage.telegram.world.number(f"album {len(scene.stage.telegram.world.files)}"))
    for _ in range(int(found["number"])):
        scene.stage.telegram.send_media(who, "photo", reply_to=question, album=album)


@sentence(WHO + r", en réponse à « (?P<begin>[^»]+) », envoie une photo")
async def _reply_with_a_photo(scene: Scene, found: re.Match[str]) -> None:
    seen = [m for m in scene.stage.seen(found["who"]) if plain(m).startswith(found["begin"])]
    assert seen, f"{found['who']} sees no message that begins so"
    scene.stage.telegram.send_media(scene.stage.ids[found["who"]], "photo", reply_to=seen[-1]["message_id"])


@sentence(WHO + r" transfère le texte « (?P<text>.+) »")
async def _forward(scene: Scene, found: re.Match[str]) -> None:
    scene.stage.telegram.send_media(scene.stage.ids[found["who"]], "text", caption=found["text"], forwarded=True)


@sentence(WHO + r" efface « (?P<begin>.+) »")
async def _delete(scene: Scene, found: re.Match[str]) -> None:
    seen = [m for m in scene.stage.seen(found["who"]) if plain(m).startswith(found["begin"])]
    scene.stage.telegram.delete(scene.stage.ids[found["who"]], None, seen[-1]["message_id"])


@sentence(r"Une main efface « (?P<begin>.+) » dans « (?P<group>.+) »")
async def _delete_anything(scene: Scene, found: re.Match[str]) -> None:
    """An administrator of the group may: the bot is not told."""
    chat = scene.stage.telegram.world.chats[scene.groups[found["group"]]]
    for message in chat.messages.values():
        message.deleted |= ordinary(str(message.body.get("text"))).startswith(found["begin"])


@sentence(WHO + r" bloque le bot")
async def _block(scene: Scene, found: re.Match[str]) -> None:
    scene.stage.telegram.block(scene.stage.ids[found["who"]])


@sentence(WHO + r" ajoute le bot à « (?P<group>[^»]+) »(?P<plain>, sans (?:aucun droit|droits))?")
async def _add(scene: Scene, found: re.Match[str]) -> None:
    who, group = scene.stage.ids[found["who"]], scene.groups[found["group"]]
    scene.stage.telegram.add_bot(who, group, administrator=not found["plain"])


@sentence(WHO + r" donne au bot, dans « (?P<group>[^»]+) », tous les droits(?: sauf (?P<but>.+))?")
async def _grant(scene: Scene, found: re.Match[str]) -> None:
    rights = USUAL_RIGHTS - {RIGHTS_BY_NAME[name] for name in (found["but"] or "").split(" et ") if name}
    scene.stage.telegram.add_bot(scene.stage.ids[found["who"]], scene.groups[found["group"]], rights=rights)


@sentence(WHO + r" demande à entrer dans « (?P<group>[^»]+) »")
async def _knock(scene: Scene, found: re.Match[str]) -> None:
    world = scene.stage.telegram.world
    links = world.chats[scene.groups[found["group"]]].links.values()
    usable = [link.url for link in links if link.by_request and not link.revoked]
    assert usable, "this group has no door"
    scene.stage.telegram.join(scene.stage.ids[found["who"]], usable[-1])


@sentence(WHO + r" quitte « (?P<group>[^»]+) »")
async def _leave(scene: Scene, found: re.Match[str]) -> None:
    scene.stage.telegram.leave(scene.stage.ids[found["who"]], scene.groups[found["group"]])


@sentence(WHO + r" (?P<verb>est dans|n’est pas dans) « (?P<group>[^»]+) »")
async def _present(scene: Scene, found: re.Match[str]) -> None:
    chat = scene.stage.telegram.world.chats[scene.groups[found["group"]]]
    assert chat.present(scene.stage.ids[found["who"]]) == (found["verb"] == "est dans")


@sentence(r"Le sujet « (?P<topic>[^»]+) » de « (?P<group>[^»]+) » est effacé")
async def _delete_topic(scene: Scene, found: re.Match[str]) -> None:
    chat = scene.stage.telegram.world.chats[scene.groups[found["group"]]]
    number = next(topic.id for topic in chat.topics.values() if topic.name == found["topic"])
    del chat.topics[number]
    for message in chat.messages.values():
        message.deleted |= message.body.get("message_thread_id") == number


@sentence(WHO + r" retire le bot de « (?P<group>.+) »")
async def _remove(scene: Scene, found: re.Match[str]) -> None:
    scene.stage.telegram.remove_bot(scene.stage.ids[found["who"]], scene.groups[found["group"]])


@sentence(r"« (?P<group>.+) » devient un supergroupe")
async def _migrate(scene: Scene, found: re.Match[str]) -> None:
    scene.groups[found["group"]] = scene.stage.telegram.migrate(scene.groups[found["group"]])


@sentence(WHO + r" fait entrer (?P<other>\w+) dans « (?P<group>[^»]+) »")
async def _bring(scene: Scene, found: re.Match[str]) -> None:
    world = scene.stage.telegram.world
    chat = world.chats[scene.groups[found["group"]]]
    newcomer, owner = (world.people[scene.stage.ids[found[one]]].user() for one in ("other", "who"))
    enter(world, chat, newcomer, owner)
