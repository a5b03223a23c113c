"""A second opinion on every object the simulation emits: aiogram's models, strict about required fields."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from tests.botapi.story import Emitted, objects

# required by aiogram's Bot API, which is newer than the one that we state
NEWER = {"can_send_welcome_messages"}


@pytest.mark.slow
async def test_aiogram_reads_them(emitted: Emitted) -> None:
    from aiogram import types  # here, because its models take seconds to load

    for kind, value in objects(emitted):
        model = types.ChatMemberUnion if kind == "ChatMember" else getattr(types, kind)
        assert strangers(TypeAdapter(model), value) <= NEWER, (kind, value)


def strangers(adapter: TypeAdapter[Any], value: Any) -> set[str]:
    """The fields that aiogram misses, cannot read, or does not know."""
    try:
        return set(extras(adapter.validate_python(value)))
    except ValidationError as error:
        return {str(trouble["loc"][-1]) for trouble in error.errors()}


def extras(model: Any) -> list[str]:
    """Fields that aiogram took without knowing them, at any depth."""
    if isinstance(model, list):
        return [name for item in model for name in extras(item)]
    if not hasattr(type(model), "model_fields"):
        return []
    inside = [name for field in type(model).model_fields for name in extras(getattr(model, field))]
    return [f"{type(model).__name__}.{name}" for name in model.model_extra or {}] + inside
