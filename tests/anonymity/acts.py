"""What is sent by one tap, told up to that tap; and what everybody has to find afterwards, once and whole."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.demo.botapi.state import JSON
from storage.members import Role
from tests.anonymity.moments import Moment, kept
from tests.dialogues.screens import CODE
from tests.dialogues.stage import Stage, plain

REPORT, ANSWER, REPLY = "Depuis mars je n’en dors plus.", "Parlons-en jeudi.", "Merci, à jeudi."
HALF_A_DAY = timedelta(hours=12)  # with one slot in it
LEASE = timedelta(minutes=2)  # after which an interrupted sending is taken up again


@dataclass(frozen=True)
class Act:
    """`begin` is what is tapped or written; `check` goes on from there, and complains of what is lost or doubled."""

    name: str
    moment: Moment
    begin: Callable[[Stage], object]
    check: Callable[[Stage], Awaitable[None]]


class Spoilt(AssertionError):
    """Something is not there once and whole."""


async def acts(folder: Path) -> list[Act]:
    """Play an exchange once, and keep the moments at which something is sent."""
    stage = Stage(folder / "played", seed=99)
    await stage.open()
    try:
        await stage.member("Awa", Role("peer_worker", "FR-ARA"))
        await stage.member("Samira", Role("supervisor", "FR-ARA"))
        return [*await _reporting(stage, folder), *await _answering(stage, folder)]
    finally:
        await stage.close()


async def _reporting(stage: Stage, folder: Path) -> list[Act]:
    home = await kept(stage, folder / "home")
    await stage.say("Awa", REPORT)
    await must(stage, "Awa", "r:t:0:", "r:l:4:", "r:q:42:", "r:v:42-")
    pressing = await kept(stage, folder / "pressing")
    await must(stage, "Awa", "r:l:4", "r:q:41:", "r:v:41-")
    ready = await kept(stage, folder / "ready")
    return [
        Act("write", home, lambda on: on.telegram.say(on.ids["Awa"], REPORT), _written),
        Act("send", ready, _taps("Awa", "r:s:"), _sent),
        Act("send with a code", ready, _taps("Awa", "r:c:"), _sent_discreetly),
        Act("send at once", pressing, _taps("Awa", "r:s:"), _sent_at_once),
    ]


async def _answering(stage: Stage, folder: Path) -> list[Act]:
    await must(stage, "Awa", "r:s:")
    await stage.later(HALF_A_DAY)
    await must(stage, "Samira", "b:list", "b:o:", "b:r:")
    await stage.say("Samira", ANSWER)
    answering = await kept(stage, folder / "answering")
    await must(stage, "Samira", "b:s:")
    await must(stage, "Awa", "w:o:", "w:r:")
    await stage.say("Awa", REPLY)
    replying = await kept(stage, folder / "replying")
    return [
        Act("answer", answering, _taps("Samira", "b:s:"), _answered),
        Act("answer and end", answering, _taps("Samira", "c:s:"), _ended),
        Act("reply", replying, _taps("Awa", "w:s:"), _replied),
    ]


# What people find afterwards ----------------------------------------------------------------------


async def _written(stage: Stage) -> None:
    """A card with the text is there. It may have come twice: one of them is sent, the other given up."""
    if len(data(stage, "Awa", "r:t:0:")) > 1:
        await must(stage, "Awa", "r:x")
    await must(stage, "Awa", "r:t:0:", "r:l:4:", "r:q:41:", "r:v:41-", "r:s:")
    await _once_for_everybody(stage)


async def _sent(stage: Stage) -> None:
    await _again(stage, "Awa", "r:s:")
    _expect(on_phone(stage, "Awa", REPORT) == 0, "the text is still in the chat")
    _expect(len(data(stage, "Awa", "w:o:")) == 1, "not one receipt")
    await _once_for_everybody(stage)


async def _sent_at_once(stage: Stage) -> None:
    await _again(stage, "Awa", "r:s:")
    await stage.later(LEASE)
    _expect(news(stage) > 0, "nobody is told")  # perhaps twice: nobody knows what became of an interrupted sending
    await _once_for_everybody(stage, told=False)


async def _sent_discreetly(stage: Stage) -> None:
    await _again(stage, "Awa", "r:c:")
    shown = [plain(message) for message in stage.seen("Awa")]
    codes = [CODE.findall(text) for text in shown if CODE.search(text)]
    _expect(len(codes) == 1, "not one code")
    await must(stage, "Awa", "k:x")
    _expect(on_phone(stage, "Awa", REPORT) == 0, "the text is still in the chat")
    await stage.say("Awa", "/code")
    await stage.say("Awa", "\n".join(codes[0]))
    _expect(on_phone(stage, "Awa", REPORT) == 1, "the code does not open it")
    await _once_for_reader(stage)


async def _answered(stage: Stage) -> None:
    await _again(stage, "Samira", "b:s:")
    await must(stage, "Awa", "w:o:")
    _expect(on_phone(stage, "Awa", ANSWER) == 1, "the answer is not there once")
    _expect(await _listed(stage) == 1, "not one message in the list")


async def _ended(stage: Stage) -> None:
    await _again(stage, "Samira", "c:s:")
    await must(stage, "Awa", "w:o:")
    _expect(on_phone(stage, "Awa", ANSWER) == 1, "the answer is not there once")
    _expect(await _listed(stage) == 0, "the exchange is not ended")


async def _replied(stage: Stage) -> None:
    await _again(stage, "Awa", "w:s:")
    _expect(on_phone(stage, "Awa", REPLY) == 0, "the text is still in the chat")
    _expect(len(data(stage, "Awa", "w:o:")) == 1, "not one receipt")
    await _once_for_everybody(stage, REPLY)


async def _once_for_everybody(stage: Stage, text: str = REPORT, *, told: bool = True) -> None:
    await _once_for_reader(stage, text, told=told)
    await must(stage, "Awa", "w:o:")
    _expect(on_phone(stage, "Awa", text) == 1, "the receipt does not open it")


async def _once_for_reader(stage: Stage, text: str = REPORT, *, told: bool = True) -> None:
    before = news(stage)
    await stage.later(HALF_A_DAY)
    _expect(news(stage) == before + told, "not told once")
    _expect(await _listed(stage) == 1, "not one message in the list")
    await must(stage, "Samira", "b:o:")
    _expect(on_phone(stage, "Samira", text) == 1, "its reader does not find it once")


async def _listed(stage: Stage) -> int:
    """How many messages wait for Samira."""
    await stage.say("Samira", "/start")
    await must(stage, "Samira", "b:list")
    lowest = stage.seen("Samira")[-1]["message_id"]
    return sum(message == lowest for message, _ in data(stage, "Samira", "b:o:"))


def _expect(so: bool, otherwise: str) -> None:
    if not so:
        raise Spoilt(otherwise)


async def _again(stage: Stage, who: str, start: str) -> None:
    """Whoever still has the card with its text simply sends it."""
    if data(stage, who, start):
        await must(stage, who, start)


# What people do and see ---------------------------------------------------------------------------


def data(stage: Stage, who: str, start: str) -> list[tuple[int, str]]:
    """The message and the data of every button whose data begin so, the lowest last."""
    return [(message, data) for _, message, data in stage.shown(who) if data.startswith(start)]


def _taps(who: str, start: str) -> Callable[[Stage], object]:
    return lambda stage: stage.telegram.tap(stage.ids[who], stage.ids[who], *data(stage, who, start)[-1])


async def must(stage: Stage, who: str, *starts: str) -> None:
    """Tap one after the other, each by the beginning of its data."""
    for start in starts:
        _expect(bool(data(stage, who, start)), f"no button {start}")
        _taps(who, start)(stage)
        await stage.settle()


def on_phone(stage: Stage, who: str, text: str) -> int:
    """How often a text is to be read on a phone."""
    return sum(plain(message).count(text) for message in stage.seen(who))


def news(stage: Stage) -> int:
    """How often Samira was told of something new: a message that only opens her list."""
    told = [one for one in stage.telegram.journal if one.method == "sendMessage" and one.chat_id == stage.ids["Samira"]]
    return sum(_opens_the_list(one.parameters.get("reply_markup") or {}) for one in told)


def _opens_the_list(markup: JSON) -> bool:
    return [button.get("callback_data") for row in markup.get("inline_keyboard", ()) for button in row] == ["b:list"]
