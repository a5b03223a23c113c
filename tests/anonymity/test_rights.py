"""Every act of a reader, tried by everyone who is none: refused politely, nothing shown, nothing changed or lost."""

import asyncio
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from handlers import front, handling, inbox, texts
from handlers.slip import code
from storage.members import NATIONAL, Role
from tests.anonymity.acts import HALF_A_DAY, data, must, on_phone
from tests.anonymity.moments import Moment, kept, resumed
from tests.anonymity.village import REFUSALS, without_roles
from tests.dialogues.stage import Stage, ordinary

SECRET, ANSWER = "Je suis seule dans l’équipe.", "Parlons-en."
HERE, ASIDE = "here", "aside"  # a report for the region, and one its supervisors must not know of
NONCE, BRITTANY = code(b"n" * 16), "BRE"

# Each act, by its verb: {} is the message. In an order in which its reader may do all of it.
ACTS = {
    "b:o": "b:o:{}",
    "b:k": "b:k:{}",
    "b:r": "b:r:{}",
    "b:s": f"b:s:{{}}:{NONCE}",
    "n:r": "n:r:{}",
    "n:s": f"n:s:{{}}:{code(b'm' * 16)}",
    "c:on": "c:on:{}",
    "c:off": "c:off:{}",
    "c:to": "c:to:{}:0",
    "c:sure": f"c:sure:{{}}:{BRITTANY}",
    "c:e": "c:e:{}",
    "c:r": "c:r:{}",
    "c:no": "c:no:{}",
    "c:s": f"c:s:{{}}:{code(b'l' * 16)}",
    "c:end": "c:end:{}",
    "c:go": f"c:go:{{}}:{BRITTANY}",
}
ABOUT_NONE = {"b:list", "b:c", "b:x"}  # acts that name no message
READ = (inbox.__name__, handling.__name__)
PEOPLE = {
    "Awa": "peer_worker FR-ARA",
    "Samira": "supervisor FR-ARA",
    "Paul": "supervisor FR-ARA",
    "Karim": "supervisor FR-BRE",
    "Nour": f"supervisor {NATIONAL}",
    "Inès": "coordinator FR-ARA",
    "Luc": "peer_worker FR-ARA",
}
TABLES = ("threads", "entries", "wraps")
WRONG = [
    ("Karim", HERE),  # supervises another region
    ("Nour", HERE),  # supervises the nation, which is a box of its own
    ("Paul", HERE),  # has supervised until a moment ago: the view is open, an answer is on its card
    ("Inès", HERE),
    ("Luc", HERE),
    ("Awa", HERE),  # who wrote it
    ("Yann", HERE),  # no member
    ("Samira", ASIDE),
    ("Paul", ASIDE),
    ("Karim", ASIDE),
]


@pytest.fixture(scope="module")
def moment(tmp_path_factory: pytest.TempPathFactory) -> Moment:
    """Two messages were announced and opened; Paul has the view and a written answer, and supervises no more."""
    return asyncio.run(_played(tmp_path_factory.mktemp("rights")))


async def _played(folder: Path) -> Moment:
    stage = Stage(folder / "played", seed=99)
    await stage.open()
    try:
        for name, role in PEOPLE.items():
            held, _, region = role.partition(" ")
            await stage.member(name, Role(held, region), region="FR-ARA" if region == NATIONAL else region)
        stage.person("Yann")
        await stage.start("Yann")
        for concerned in ("r:v:01-", "r:v:01a"):
            await stage.say("Awa", SECRET)
            await must(stage, "Awa", "r:t:0:", "r:l:0:", "r:q:01:", concerned, "r:s:")
        await stage.later(HALF_A_DAY)
        await must(stage, "Samira", "b:list", "b:o:")
        await must(stage, "Nour", "b:list", "b:o:", "c:on:")
        await must(stage, "Paul", "b:list", "b:o:", "b:r:")
        await stage.say("Paul", ANSWER)
        await stage.run(without_roles(stage.ids["Paul"]))
        for name in ("Samira", "Karim", "Nour", "Luc", "Inès", "Awa"):
            await _write(stage, name)
        return await kept(stage, folder / "kept")
    finally:
        await stage.close()


def test_every_act_of_a_reader_is_tried() -> None:
    assert {*ACTS} | ABOUT_NONE == {*inbox.TAPS} | {*handling.TAPS}
    links = {prefix for prefix, follow in front.LINKS.items() if follow.__module__ in READ}
    answers = {prefix for prefix, take in texts.ANSWERS.items() if take.__module__ in READ}
    assert links == answers == {"b_", "n_", "c_"}


@pytest.mark.parametrize(("who", "which"), WRONG)
async def test_the_wrong_people_do_nothing_with_it(moment: Moment, tmp_path: Path, who: str, which: str) -> None:
    async with resumed(moment, _copied(moment, tmp_path), seed=2) as stage:
        thread, before, seen = _thread(stage, which), _vault(stage), on_phone(stage, who, SECRET)
        for verb, template in ACTS.items():
            assert await _refused(stage, who, template.format(thread)), f"{who} may {verb}"
            assert _vault(stage) == before, f"{who} changes something with {verb}"
        for prefix in ("b_", "n_", "c_"):
            await stage.start(who, prefix + thread)
            assert _is_refusal(stage.last(who)), f"{who} opens {prefix}"
        assert (_vault(stage), on_phone(stage, who, SECRET)) == (before, seen), "nothing is changed, nothing is shown"
        await _goes_on(stage)


async def test_who_supervises_no_more_sends_nothing_that_was_ready(moment: Moment, tmp_path: Path) -> None:
    async with resumed(moment, _copied(moment, tmp_path), seed=2) as stage:
        before = _vault(stage)
        for button in ("b:s:", "c:s:", "b:r:", "n:r:", "c:on:", "c:e:", "c:to:"):
            message, found = data(stage, "Paul", button)[-1]
            assert await _refused(stage, "Paul", found, message), button
        await stage.say("Paul", "Encore un mot.")
        assert _vault(stage) == before


async def test_who_reads_it_may_do_all_of_it(moment: Moment, tmp_path: Path) -> None:
    """Otherwise the acts above might be refused for another reason. What has ended is not handed on any more."""
    async with resumed(moment, _copied(moment, tmp_path), seed=2) as stage:
        thread = _thread(stage, HERE)
        for verb, template in ACTS.items():
            await _write(stage, "Samira")
            assert await _refused(stage, "Samira", template.format(thread)) is (verb == "c:go"), verb
    async with resumed(moment, _copied(moment, tmp_path / "again"), seed=2) as stage:
        assert not await _refused(stage, "Samira", ACTS["c:go"].format(thread))


async def test_a_token_that_comes_again_changes_nothing(moment: Moment, tmp_path: Path) -> None:
    """From another card, with another text, from whoever got hold of it."""
    async with resumed(moment, _copied(moment, tmp_path), seed=2) as stage:
        token, before = data(stage, "Awa", "w:o:")[0][1].rpartition(":")[2], _vault(stage)
        for who in ("Awa", "Luc"):
            await _write(stage, who)
            await must(stage, who, "r:t:0:")
            message = data(stage, who, "r:l:0:")[-1][0]
            stage.telegram.tap(stage.ids[who], stage.ids[who], message, f"r:s:01-ARA:{token}")
            await stage.settle()
            assert _vault(stage) == before
        await _goes_on(stage)


async def _write(stage: Stage, who: str) -> None:
    """A card with a text of one's own, from which a modified app may send what it likes."""
    stage.telegram.say(stage.ids[who], "Rien de cela.")
    await stage.settle()


async def _goes_on(stage: Stage) -> None:
    """Whom it is for reads and answers it, and its writer goes on."""
    before = len(_vault(stage)[1])
    await stage.start("Samira")
    await must(stage, "Samira", "b:list", "b:o:", "b:r:")
    await stage.say("Samira", ANSWER)
    await must(stage, "Samira", "b:s:")
    await must(stage, "Awa", "w:o:", "w:r:")
    await stage.say("Awa", "Merci.")
    await must(stage, "Awa", "w:s:")
    assert len(_vault(stage)[1]) == before + 2


def _copied(moment: Moment, folder: Path) -> Path:
    shutil.copytree(moment.folder, folder, dirs_exist_ok=True)
    return folder


async def _refused(stage: Stage, who: str, button: str, message: int | None = None) -> bool:
    """Tap it, under a card with a text if there is one; whether a sentence in a box says no."""
    cards = data(stage, who, "r:t:0:") or [(stage.seen(who)[-1]["message_id"], "")]
    number = stage.telegram.tap(stage.ids[who], stage.ids[who], message or cards[-1][0], button)
    await stage.settle()
    answer = stage.telegram.callback_answer(number)
    assert answer is not None, "the tap is answered"
    return bool(answer.get("show_alert")) and _is_refusal(ordinary(answer["text"]))


def _is_refusal(said: str) -> bool:
    return any(refusals.fullmatch(said) for refusals in REFUSALS.values())


def _thread(stage: Stage, which: str) -> str:
    box = "FR-ARA" if which == HERE else NATIONAL
    (found,) = _rows(stage, "SELECT id FROM threads WHERE box = ?", box)
    return code(found[0])


def _vault(stage: Stage) -> list[list[tuple[Any, ...]]]:
    return [_rows(stage, f"SELECT * FROM {table} ORDER BY 1") for table in TABLES]  # noqa: S608 - our own tables


def _rows(stage: Stage, query: str, *values: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(stage.folder / "data" / "vault.db")) as vault:
        return vault.execute(query, values).fetchall()
