"""Checks a call's parameters against the statement and gives them their types, as forms send only strings."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.demo.botapi.errors import ApiError, bad
from bot.demo.botapi.statement import CHOICES, METHODS, NOT_SIMULATED, TYPES

Values = dict[str, Any]
TRUE, FALSE = ("true", "yes", "1"), ("false", "no", "0", "")
EMPTY = {"text": "message text is empty", "chat_id": "chat_id is empty", "message_id": "message_id is empty"}
TOO_LONG = {"answerCallbackQuery.text": "MESSAGE_TOO_LONG"}


@dataclass(frozen=True)
class Upload:
    """A file that came with a call."""

    name: str
    content: bytes
    mime: str = "application/octet-stream"


@dataclass(frozen=True)
class Field:
    """One parameter as the statement has it; `length` counts characters, both ends included."""

    name: str
    kinds: tuple[str, ...]
    required: bool
    length: tuple[int, int] | None


def _field(text: str) -> Field:
    name, kinds, *rest = text.split()
    low, high = rest[0].split("-") if rest else ("0", "0")
    length = (int(low), int(high)) if rest else None
    return Field(name.rstrip("!"), tuple(kinds.split("|")), name.endswith("!"), length)


def _statement(text: str) -> dict[str, dict[str, Field]]:
    table = {}
    for line in text.strip().replace("\n  ", " ").splitlines():
        name, fields = line.split(":", 1)
        parsed = [_field(part) for part in fields.split(";") if part.strip()]
        table[name] = {field.name: field for field in parsed}
    return table


methods = _statement(METHODS)
types = _statement(TYPES)


class Mismatch(Exception):
    """A value is not of the type that the statement asks for."""


def check(method: str, raw: Mapping[str, object], files: Mapping[str, Upload]) -> Values:
    """The parameters of `method`, typed; raises ApiError 404 for an unknown method, 400 for what is wrong."""
    if method not in methods:
        raise ApiError(404, "Not Found")
    fields = methods[method]
    given = {name: value for name, value in raw.items() if value is not None}
    given |= {name: f"attach://{name}" for name in files if name in fields and name not in given}
    if unknown := sorted(set(given) - set(fields)):
        raise bad(f'unknown parameter "{unknown[0]}" in {method}')
    values: Values = {}
    for field in fields.values():
        if field.name in given and not _absent(field, given[field.name]):
            values[field.name] = _value(method, field, given[field.name], files)
        elif field.required:
            raise bad(EMPTY.get(field.name, f"{field.name} is empty"))
    return values


def _absent(field: Field, value: object) -> bool:
    return value == "" and (field.required or "String" not in field.kinds)


def _value(method: str, field: Field, value: object, files: Mapping[str, Upload]) -> Any:
    try:
        others = tuple(kind for kind in field.kinds if kind != "InputFile")
        typed = _file(value, files) if _is_file(field, value) else convert(others, value)
    except Mismatch as trouble:
        raise bad(f"can't parse {field.name}: {trouble}") from None
    if typed and (field.name in NOT_SIMULATED or f"{method}.{field.name}" in NOT_SIMULATED):
        raise bad(f"{field.name} is not simulated")
    if field.length and isinstance(typed, str) and not _parsed_later(method, field.name):
        _measure(method, field.name, typed, field.length)
    return typed


def _parsed_later(method: str, name: str) -> bool:
    """Whether the length counts only after entities are parsed, so that the method itself measures."""
    companion = "parse_mode" if name in ("text", "caption") else f"{name}_parse_mode"
    return companion in methods[method]


def _measure(method: str, name: str, text: str, length: tuple[int, int]) -> None:
    if not length[0] <= len(text) <= length[1]:
        wording = f"{name} must be {length[0]}-{length[1]} characters long"
        raise bad(TOO_LONG.get(f"{method}.{name}", wording))


def _is_file(field: Field, value: object) -> bool:
    if "InputFile" not in field.kinds:
        return False
    return "String" not in field.kinds or (isinstance(value, str) and value.startswith("attach://"))


def _file(value: object, files: Mapping[str, Upload]) -> Upload:
    name = str(value).removeprefix("attach://")
    if name not in files:
        raise Mismatch("file must be uploaded")
    return files[name]


def convert(kinds: tuple[str, ...], value: object) -> Any:
    """`value` as the first of `kinds` that it can be; raises Mismatch."""
    if isinstance(value, str) and not set(kinds) & {"String", "Integer", "Boolean", "Float"}:
        value = _loaded(value)
    if isinstance(value, dict) and len(kinds) > 1:
        kinds = tuple(kind for kind in kinds if kind in types and next(iter(types[kind])) in value) or kinds
    for kind in kinds[:-1]:
        try:
            return _single(kind, value)
        except Mismatch:
            continue  # the last kind's complaint is the one that is told
    return _single(kinds[-1], value)


def _loaded(text: str) -> object:
    try:
        loaded: object = json.loads(text)
    except ValueError:
        raise Mismatch("it must be JSON-serialized") from None
    return loaded


def _single(kind: str, value: object) -> Any:
    if kind in SCALARS:
        return SCALARS[kind](value)
    if kind.startswith("*"):
        if not isinstance(value, list | tuple):
            raise Mismatch("expected an Array")
        return [convert((kind[1:],), item) for item in value]
    if not isinstance(value, dict):
        raise Mismatch(f"expected {kind}")
    if kind in CHOICES:
        return _single(CHOICES[kind].get(str(value.get("type")), "unsupported type"), value)
    if kind == "unsupported type":
        raise Mismatch(kind)
    return _object(kind, value) if kind in types else value


def _object(kind: str, value: dict[str, object]) -> Values:
    fields = types[kind]
    if unknown := sorted(set(value) - set(fields)):
        raise Mismatch(f'unknown field "{unknown[0]}" in {kind}')
    if refused := sorted(name for name in value if name in NOT_SIMULATED and value[name]):
        raise Mismatch(f'field "{refused[0]}" of {kind} is not simulated')
    if missing := [field.name for field in fields.values() if field.required and value.get(field.name) is None]:
        raise Mismatch(f'field "{missing[0]}" of {kind} must be given')
    return {name: convert(fields[name].kinds, item) for name, item in value.items() if item is not None}


def _integer(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and re.fullmatch(r"-?\d{1,19}", value):
        return int(value)
    raise Mismatch("expected an Integer")


def _boolean(value: object) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in TRUE + FALSE:
        return value.lower() in TRUE
    raise Mismatch("expected a Boolean")


def _float(value: object) -> float:
    try:
        if not isinstance(value, bool) and isinstance(value, int | float | str):
            return float(value)
    except ValueError:
        raise Mismatch("expected a Float") from None
    raise Mismatch("expected a Float")


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise Mismatch("expected a String")
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise Mismatch("strings must be encoded in UTF-8")
    return value


SCALARS: dict[str, Callable[[object], Any]] = {
    "Integer": _integer,
    "Boolean": _boolean,
    "Float": _float,
    "String": _string,
}
