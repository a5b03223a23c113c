"""The Bot API as facts, read beside the project; tests that need it say so when it is not there."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

FILE = Path(__file__).parents[3] / "shared" / "botapi.json"
SCALARS: dict[str, type | tuple[type, ...]] = {
    "Integer": int,
    "String": str,
    "Boolean": bool,
    "Float": (int, float),
}

needs_documentation = pytest.mark.skipif(not FILE.exists(), reason="botapi.json is not beside the project")


@cache
def documentation() -> dict[str, Any]:
    """`methods` and `types` with their fields, types, required marks and lengths."""
    loaded: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
    return loaded


def misfit(kind: str, value: Any, where: str = "") -> str | None:
    """Why `value` is not the documented type `kind`, or None: a field unknown, missing or of a wrong type."""
    if kind.startswith("Array of "):
        if not isinstance(value, list):
            return f"{where}: not an array"
        found = (misfit(kind.removeprefix("Array of "), item, f"{where}[]") for item in value)
        return next((trouble for trouble in found if trouble), None)
    if kind in SCALARS:
        right = isinstance(value, SCALARS[kind]) and (kind == "Boolean" or not isinstance(value, bool))
        return None if right else f"{where}: {value!r} is no {kind}"
    entry = documentation()["types"][kind]
    if subtypes := entry.get("subtypes"):
        troubles = [misfit(subtype, value, where) for subtype in subtypes]
        return None if None in troubles else f"{where}: none of {kind}: {troubles}"
    return _object(kind, entry.get("fields", {}), value, where)


def _object(kind: str, fields: dict[str, Any], value: Any, where: str) -> str | None:
    if not isinstance(value, dict):
        return f"{where}: not an object"
    if unknown := set(value) - set(fields):
        return f"{where}: {kind} has no {unknown}"
    if missing := {name for name, field in fields.items() if field["required"]} - set(value):
        return f"{where}: {kind} lacks {missing}"
    for name, item in value.items():
        troubles = [misfit(t, item, f"{where}.{name}") for t in fields[name]["types"]]
        if None not in troubles:
            return troubles[0]
    return None
