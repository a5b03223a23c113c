"""Every method refuses an unknown parameter, a wrong type, a missing one, and a length out of bounds."""

from typing import Any

import pytest

from bot.demo.botapi.errors import ApiError
from bot.demo.botapi.parameters import Field, Upload, check, methods

RIGHT: dict[str, Any] = {
    "Integer": 1,
    "String": "x",
    "Boolean": True,
    "InputFile": "attach://file",
    "*String": ["x"],
    "*Integer": [1],
    "ChatPermissions": {"can_send_messages": True},
    "*BotCommand": [{"command": "aide", "description": "Aide"}],
    "*InputPollOption": [{"text": "oui"}, {"text": "non"}],
    "BotCommandScope": {"type": "default"},
    "InlineKeyboardMarkup": {"inline_keyboard": [[{"text": "ok", "callback_data": "ok"}]]},
    "ReplyParameters": {"message_id": 1},
    "LinkPreviewOptions": {"is_disabled": True},
    "*MessageEntity": [{"type": "bold", "offset": 0, "length": 1}],
    "*ReactionType": [{"type": "emoji", "emoji": "👍"}],
}
WRONG: dict[str, list[Any]] = {
    "Integer": ["x", 1.5, True, {"a": 1}, [1]],
    "String": [{"a": 1}, ["x"], True],
    "Boolean": ["maybe", 2, {"a": 1}],
    "InputFile": ["attach://nothing", 5, {"a": 1}],
}
FILES = {"file": Upload("a.txt", b"x")}


def needed(method: str, without: str = "") -> dict[str, Any]:
    required = [field for field in methods[method].values() if field.required and field.name != without]
    return {field.name: RIGHT[field.kinds[0]] for field in required}


def wrong(field: Field) -> list[Any]:
    """Values that none of the parameter's types allows."""
    scalars = [kind for kind in field.kinds if kind in WRONG]
    if not scalars:
        return [5, "not JSON", True, [[5]] if field.kinds[0].startswith("*") else ["x"]]
    common = [value for value in WRONG[scalars[0]] if all(value in WRONG[kind] for kind in scalars)]
    return [value for value in common if not (value == "x" and "String" in field.kinds)]


@pytest.mark.parametrize("method", sorted(methods))
def test_the_needed_parameters_suffice(method: str) -> None:
    assert set(check(method, needed(method), FILES)) == set(needed(method))


@pytest.mark.parametrize("method", sorted(methods))
def test_an_unknown_parameter_is_refused(method: str) -> None:
    with pytest.raises(ApiError, match='unknown parameter "reply_to_the_moon"') as caught:
        check(method, needed(method) | {"reply_to_the_moon": 1}, FILES)
    assert caught.value.code == 400


@pytest.mark.parametrize("method", sorted(methods))
def test_every_wrong_type_is_refused(method: str) -> None:
    for field in methods[method].values():
        for value in wrong(field):
            with pytest.raises(ApiError, match=f"can't parse {field.name}") as caught:
                check(method, needed(method) | {field.name: value}, FILES)
            assert caught.value.code == 400


@pytest.mark.parametrize("method", sorted(methods))
def test_every_missing_required_parameter_is_refused(method: str) -> None:
    for name in needed(method):
        with pytest.raises(ApiError, match="is empty") as caught:
            check(method, needed(method, without=name), FILES)
        assert caught.value.code == 400


MEASURED = [
    (method, field.name, field.length[1])
    for method, fields in methods.items()
    for field in fields.values()
    if field.length and "parse_mode" not in fields and f"{field.name}_parse_mode" not in fields
]


@pytest.mark.parametrize(("method", "name", "most"), MEASURED)
def test_a_length_is_held(method: str, name: str, most: int) -> None:
    check(method, needed(method) | {name: "é" * most}, FILES)
    with pytest.raises(ApiError):
        check(method, needed(method) | {name: "é" * (most + 1)}, FILES)


def test_an_unknown_method_is_not_found() -> None:
    with pytest.raises(ApiError) as caught:
        check("sendHugs", {}, {})
    assert (caught.value.code, caught.value.description) == (404, "Not Found")


@pytest.mark.parametrize(
    "markup",
    [
        {"inline_keyboard": [[{"text": "ok", "callback_data": "ok", "colour": "red"}]]},
        {"inline_keyboard": [[{"callback_data": "ok"}]]},
        {"inline_keyboard": [{"text": "ok"}]},
        {"inline_keyboard": [[{"text": "ok", "web_app": {"url": "https://example.org"}}]]},
        {"force_reply": "perhaps"},
        {"buttons": []},
    ],
)
def test_fields_inside_objects_are_checked_too(markup: dict[str, Any]) -> None:
    with pytest.raises(ApiError, match="can't parse reply_markup"):
        check("sendMessage", needed("sendMessage") | {"reply_markup": markup}, {})


def test_forms_send_strings_and_mean_values() -> None:
    sent = {
        "chat_id": "-100",
        "text": "5",
        "protect_content": "true",
        "reply_parameters": '{"message_id": 7}',
    }
    assert check("sendMessage", sent, {}) == {
        "chat_id": -100,
        "text": "5",
        "protect_content": True,
        "reply_parameters": {"message_id": 7},
    }


def test_what_is_not_simulated_is_refused_rather_than_pretended() -> None:
    with pytest.raises(ApiError, match="business_connection_id is not simulated"):
        check("sendMessage", needed("sendMessage") | {"business_connection_id": "x"}, {})
