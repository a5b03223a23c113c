"""Where the sentences of a story meet the stage: what people remember, and which sentence does what."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from tests.dialogues.stage import Stage

INVITATION = re.compile(r"start=(i_[\w-]+)")
ADDRESS = re.compile(r"/calendar/([\w-]+)\.ics")


@dataclass
class Scene:
    """The stage, its groups, and what people remember: old buttons and invitations."""

    stage: Stage
    hush: Callable[[], None]  # what the bot did so far on this line is known from other stories
    groups: dict[str, int] = field(default_factory=dict)
    buttons: dict[tuple[str, int | None, str], list[tuple[int, str]]] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)  # as noted on paper
    invitations: dict[tuple[str, int], str] = field(default_factory=dict)
    addresses: dict[str, list[str]] = field(default_factory=dict)  # of one’s calendar, the last one last

    def remember(self) -> None:
        """Look at every screen, as people do."""
        for name, own in self.stage.ids.items():
            for chat in (None, *self.groups.values()):
                for label, message_id, data in self.stage.shown(name, chat):
                    known = self.buttons.setdefault((name, chat, label), [])
                    if (message_id, data) not in known:
                        known.append((message_id, data))
            for message in self.stage.seen(name):
                if found := INVITATION.search(str(message.get("text", ""))):
                    self.invitations[str(own), message["message_id"]] = found[1]
                if found := ADDRESS.search(str(message.get("text", ""))):
                    noted = self.addresses.setdefault(name, [])
                    noted += [found[1]] if found[1] not in noted else []

    def chat(self, title: str | None) -> int | None:
        """The group of this title; the private chat without one."""
        return None if title is None else self.groups[title]


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
