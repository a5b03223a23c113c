"""What the bot did since the last look, in the words of a story."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from bot.demo.botapi.state import JSON
from bot.demo.botapi.world import Effect
from handlers.speech import speech
from tests.dialogues import screens
from tests.dialogues.screens import Lines
from tests.dialogues.stage import Stage, ordinary

ZONE = "Europe/Paris"
HOSTING = {  # what the bot does in a group beside speaking
    "approveChatJoinRequest": "{} peut entrer",
    "declineChatJoinRequest": "{} n’entre pas",
    "banChatMember": "{} doit sortir",
    "createChatInviteLink": "un lien d’entrée est fait",
    "revokeChatInviteLink": "un lien d’entrée est fermé",
    "createForumTopic": "sujet « {1} » créé",
    "pinChatMessage": "message épinglé",
    "leaveChat": "le bot s’en va",
}


@dataclass(frozen=True)
class Act:
    """One thing the bot did in one chat; `message_id` is set for a new message."""

    at: datetime
    chat: int
    head: str  # with a place for the names of the chats
    text: Lines
    message_id: int | None = None


class Journal:
    """Reads the simulator's journal from where it stopped; knows each message as it last was."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._at = 0
        self._messages: dict[tuple[int, int], Lines] = {}
        self._known: set[Lines] = set()
        self._menus: dict[int, JSON] = {}

    def take(self) -> list[Act]:
        """Everything since the last call."""
        effects = self._stage.telegram.journal[self._at :]
        self._at += len(effects)
        return [act for effect in effects for act in self._acts(effect)]

    def _acts(self, effect: Effect) -> Iterator[Act]:
        match effect:
            case Effect(method="sendMessage" | "sendDocument" | "sendPhoto", chat_id=int(chat), message=dict(body)):
                yield self._sent(effect, chat, body)
            case Effect(method="editMessageText", chat_id=int(chat), message=dict(body)):
                before = self._messages.get((chat, body["message_id"]), ())
                after = self._remember(chat, body)
                yield Act(effect.at, chat, "bot modifie chez {}", screens.change(before, after))
            case Effect(method="deleteMessage", chat_id=int(chat)):
                body = self._stage.telegram.world.chats[chat].messages[effect.parameters["message_id"]].body
                yield Act(effect.at, chat, f"bot efface chez {{}} : « {screens.snippet(body)} »", ())
            case Effect(method=method, chat_id=int(chat)) if method in HOSTING:
                said = HOSTING[method].format(self._who(effect), effect.parameters.get("name", ""))
                yield Act(effect.at, chat, f"bot, chez {{}} : {said}", ())
            case Effect(method="answerCallbackQuery", chat_id=int()) if effect.parameters.get("text"):
                yield self._toast(effect)
            case Effect(method="setMyCommands") if "chat_id" in effect.parameters.get("scope", {}):
                yield from self._menu(effect)

    def _menu(self, effect: Effect) -> Iterator[Act]:
        """A menu that is set again as it was changes nothing."""
        chat, commands = effect.parameters["scope"]["chat_id"], effect.parameters["commands"]
        if self._menus.get(chat) != commands:
            self._menus[chat] = commands
            names = " ".join(f"/{command['command']}" for command in commands)
            yield Act(effect.at, chat, f"bot → {{}}, menu : {names}", ())

    def _who(self, effect: Effect) -> str:
        person = self._stage.telegram.world.people.get(effect.parameters.get("user_id", 0))
        return person.first_name if person else ""

    def _sent(self, effect: Effect, chat: int, body: JSON) -> Act:
        markup = effect.parameters.get("reply_markup") or {}
        text = self._remember(chat, body, markup.get("input_field_placeholder"))
        answered = body.get("reply_to_message")
        head = f"bot → {{}}, en réponse à « {screens.snippet(answered)} »" if answered else "bot → {}"
        topic = self._stage.telegram.world.chats[chat].topics.get(body.get("message_thread_id", 0))
        head += f", dans le sujet « {topic.name} »" if topic else ""
        return Act(effect.at, chat, head, text, body["message_id"])

    def _remember(self, chat: int, body: JSON, placeholder: str | None = None) -> Lines:
        text = screens.lines(body, placeholder)
        self._messages[chat, body["message_id"]] = text
        return text

    def _toast(self, effect: Effect) -> Act:
        query = self._stage.telegram.world.queries[effect.parameters["callback_query_id"]]
        how = "en fenêtre" if effect.parameters.get("show_alert") else "en bulle"
        said = " / ".join(ordinary(effect.parameters["text"]).split("\n"))
        return Act(effect.at, query.person.id, f"bot → {{}}, {how} : {said}", ())

    def told(self, acts: Sequence[Act], chats: dict[int, str]) -> list[str]:
        """The lines of a story for these acts; `chats` are the names of all chats, the most concerned one first."""
        told: list[str] = []
        at = self._stage.time
        for moment, now in groupby(acts, key=lambda act: act.at):
            if moment != at:
                told.append(f"bot, {ordinary(speech('fr').moment(moment, ZONE))}")
            at = moment
            told += self._moment(list(now), chats)
        return told

    def _moment(self, acts: list[Act], chats: dict[int, str]) -> list[str]:
        """Chat by chat, for their order among each other means nothing; what many are told is written once."""
        told: list[str] = []
        left = [act for chat in chats for act in acts if act.chat == chat]
        while left:
            first = left[0]
            same = [first] + [act for act in _firsts(left) if act.chat != first.chat and _alike(act, first)]
            left = [act for act in left if act not in same]
            told.append(first.head.format(screens.listed(chats[act.chat] for act in same)))
            told += screens.boxed(screens.shortened(first.text, self._known))
        return told


def _alike(one: Act, other: Act) -> bool:
    return (one.head, one.text) == (other.head, other.text)


def _firsts(acts: list[Act]) -> Iterator[Act]:
    """In each chat, the first of equal acts."""
    seen: set[tuple[int, str, Lines]] = set()
    for act in acts:
        key = act.chat, act.head, act.text
        if key not in seen:
            seen.add(key)
            yield act
