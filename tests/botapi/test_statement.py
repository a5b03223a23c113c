"""The statement of the simulation is the documented Bot API: no parameter, type, mark or length differs."""

import pytest

from bot.demo.botapi.calls import CALLS
from bot.demo.botapi.parameters import Field, methods, types
from bot.demo.botapi.statement import CHOICES
from tests.botapi.documented import documentation, needs_documentation

pytestmark = needs_documentation


def stated(fields: dict[str, Field]) -> dict[str, object]:
    """Our fields in the words of the documentation."""
    return {
        name: {
            "types": [kind.replace("*", "Array of ") for kind in field.kinds],
            "required": field.required,
            "length": field.length,
        }
        for name, field in fields.items()
    }


def written(entry: dict[str, dict[str, object]]) -> dict[str, object]:
    """The documentation's fields, with lengths in characters as a pair."""
    found: dict[str, object] = {}
    for name, field in entry.items():
        length = field.get("length")
        assert not isinstance(length, list) or length[2] == "characters"
        bounds = (length[0], length[1]) if isinstance(length, list) else None
        found[name] = {"types": field["types"], "required": field["required"], "length": bounds}
    return found


@pytest.mark.parametrize("method", sorted(methods))
def test_method_is_stated_as_documented(method: str) -> None:
    assert stated(methods[method]) == written(documentation()["methods"][method]["fields"])


@pytest.mark.parametrize("kind", sorted(types))
def test_type_is_stated_as_documented(kind: str) -> None:
    assert stated(types[kind]) == written(documentation()["types"][kind].get("fields", {}))


def test_every_stated_method_is_answered() -> None:
    assert set(CALLS) | {"getUpdates"} == set(methods)


@pytest.mark.parametrize("kind", sorted(CHOICES))
def test_choices_are_the_documented_subtypes(kind: str) -> None:
    assert sorted(CHOICES[kind].values()) == sorted(documentation()["types"][kind]["subtypes"])
