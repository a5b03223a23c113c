"""Every object the simulation emits is as documented, and reads well in python-telegram-bot."""

import telegram

from tests.botapi.documented import misfit, needs_documentation
from tests.botapi.story import ALL_UPDATES, Emitted, objects


async def test_every_kind_of_update_is_among_them(emitted: Emitted) -> None:
    kinds = {name for kind, body in emitted if kind == "Update" for name in body if name != "update_id"}
    assert kinds == set(ALL_UPDATES)


@needs_documentation
async def test_they_are_as_documented(emitted: Emitted) -> None:
    assert [trouble for kind, value in emitted if (trouble := misfit(kind, value, kind))] == []


async def test_python_telegram_bot_reads_them(emitted: Emitted) -> None:
    for kind, value in objects(emitted):
        read = getattr(telegram, kind).de_json(value, None)
        assert set(value) <= set(read.to_dict()) | set(read.api_kwargs), (kind, value)
