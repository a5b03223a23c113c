"""A second opinion on every object the simulation emits: aiogram's models, strict about required fields."""

from types import ModuleType
from typing import Any, get_args

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from tests.botapi.story import Emitted, objects

# required by aiogram's Bot API, which is newer than the one that we state
NEWER = {"can_send_welcome_messages"}


class Aiogram:
    """Its models. It would build more than four hundred when it is imported; here only those that are asked for."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._names: dict[str, Any] = {}
        with patch.context() as while_importing:
            while_importing.setattr(BaseModel, "model_rebuild", self._later)
            from aiogram import types  # here, because it takes a second even so
        self._types: ModuleType = types

    def _later(self, *, _types_namespace: dict[str, Any]) -> None:
        self._names |= _types_namespace

    def adapter(self, kind: str) -> TypeAdapter[Any]:
        """What reads such an object."""
        model = getattr(self._types, "ChatMemberUnion" if kind == "ChatMember" else kind)
        union, *_ = get_args(model) or [None]
        for each in get_args(union) or [model]:
            each.model_rebuild(_types_namespace=self._names)
        return TypeAdapter(model)


@pytest.mark.slow
async def test_aiogram_reads_them(emitted: Emitted, monkeypatch: pytest.MonkeyPatch) -> None:
    aiogram = Aiogram(monkeypatch)
    for kind, value in objects(emitted):
        assert strangers(aiogram.adapter(kind), value) <= NEWER, (kind, value)


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
