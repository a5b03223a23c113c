"""Playing a story from the first line to the last, and what is left of it in the end."""

import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import structlog

from tests.dialogues import backstage, gestures, remains, story
from tests.dialogues.journal import Act, Journal
from tests.dialogues.remains import Remains
from tests.dialogues.scene import Scene, perform
from tests.dialogues.screens import Lines
from tests.dialogues.stage import START, Stage
from tests.dialogues.story import Character, Circle, Line

SENTENCES = (gestures.__name__, backstage.__name__)  # importing them teaches the scene what can be done
MEMORY = Path("/dev/shm")  # noqa: S108 - a disk that forgets is what a test needs; elsewhere the ordinary one does


@dataclass
class Played:
    """What the bot did at each line, what was sent where, and what is left."""

    lines: list[Line]
    sent: list[dict[str, list[Lines]]] = field(default_factory=list)
    remains: Remains = field(default_factory=Remains)


async def play(
    lines: list[Line],
    *,
    redeliver: bool = False,
    restart: int = 0,
    like: Played | None = None,
    urls: tuple[str, str] | None = None,
) -> Played:
    """Play on a fresh stage; `restart`: before every how many lines the program starts anew.

    `like` is the same story played plainly, whose messages may come again here. With `urls`, on these two empty
    databases, whose rows are not looked at in the end.
    """
    with (
        tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder,
        structlog.testing.capture_logs() as logs,
    ):
        stage = Stage(Path(folder), time=_beginning(lines), urls=urls, small_zone=story.small_zone(lines))
        stage.follows_supervision = True
        await stage.open()
        try:
            play = _Play(stage, lines, restart, like)
            await play.begin()
            stage.telegram.redeliver = redeliver
            played = await play.through()
        finally:
            await stage.close()
        if urls is None:
            played.remains.rows = remains.rows(Path(folder))
    incidents = [entry for entry in logs if entry["event"] == "incident"]
    assert not incidents, f"the program stumbled: {incidents}"
    return played


def _beginning(lines: list[Line]) -> datetime:
    first = next(line.text for line in lines if line.acts)
    return (story.moment(first.strip("- "), START) or START).astimezone(UTC)


class _Play:
    """One performance."""

    def __init__(self, stage: Stage, lines: list[Line], restart: int, like: Played | None) -> None:
        self._stage, self._restart, self._like = stage, restart, like
        self._scene = Scene(stage, self._hush)
        self._journal = Journal(stage)
        self._aside: list[Act] = []
        self._count = 0
        self._played = Played([Line(line.text, line.number) for line in lines])
        self._echoes: set[tuple[int, int]] = set()

    async def begin(self) -> None:
        """Everybody is there, members on their home screen."""
        for character in story.cast(self._played.lines):
            await self._enter(character)
        for circle in story.circles(self._played.lines):
            self._gather(circle)
        self._scene.remember()
        self._journal.take()

    async def through(self) -> Played:
        """Every line in turn."""
        for line in self._played.lines:
            if line.acts:
                await self._line(line)
        names = self._names(None)
        self._played.remains.screens = remains.phones(self._stage, names, self._echoes)
        return self._played

    async def _enter(self, one: Character) -> None:
        if one.roles:
            await self._stage.member(one.name, *one.roles, language=one.language, region=one.region)
        else:
            self._stage.person(one.name, one.language)

    def _gather(self, circle: Circle) -> None:
        owner, *others = (self._stage.ids[name] for name in circle.names)
        kind = {"supergroup": not circle.small, "forum": circle.forum}
        group = self._stage.telegram.group(circle.title, owner, others, **kind)
        self._scene.groups[circle.title] = group

    async def _line(self, line: Line) -> None:
        self._count += 1
        if self._restart and self._count % self._restart == 0:
            await self._stage.restart()
        try:
            who = await perform(self._scene, line.text)
        except Exception as error:
            error.add_note(f"line {line.number}: {line.text}")
            raise
        acts, names = self._journal.take(), self._names(who)
        line.bot = self._journal.told(acts, names)
        self._listen(line, self._aside + acts, names)
        self._aside = []

    def _hush(self) -> None:
        self._aside += self._journal.take()

    def _listen(self, line: Line, acts: list[Act], names: dict[int, str]) -> None:
        sent: dict[str, list[Lines]] = {}
        for act in acts:
            if act.message_id is not None:
                sent.setdefault(names[act.chat], []).append(act.text)
        step = len(self._played.sent)
        self._played.sent.append(sent)
        if self._like is not None:
            plain = {number: self._like.sent[step].get(name, []) for number, name in names.items()}
            self._echoes |= remains.echoes(line, acts, plain)

    def _names(self, who: str | None) -> dict[int, str]:
        """Every chat by its name in stories, whoever acts first."""
        people = sorted(self._stage.ids, key=lambda name: name != who)
        groups = {number: f"« {title} »" for title, number in self._scene.groups.items()}
        return {self._stage.ids[name]: name for name in people} | groups
