"""Formatted text: UTF-16 offsets, Telegram's HTML, explicit entities, what is found by itself, trimming."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo.botapi.entities import cut, detect, formatted, units
from bot.demo.botapi.errors import ApiError
from tests.botapi.scene import Scene

words = st.text(st.sampled_from("aé€😀👩‍🚀 \n"), min_size=1, max_size=12)
escaped = words.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;"))


@given(words, words, words)
def test_an_entity_covers_what_stood_between_its_tags(before: str, inside: str, after: str) -> None:
    text, entities = formatted(f"x{before}<b>{inside}</b>{after}x", "HTML", None)
    assert text == f"x{before}{inside}{after}x"
    assert [cut(text, e["offset"], e["length"]) for e in entities] == [inside]


@given(words, words)
def test_offsets_count_utf16_units(before: str, inside: str) -> None:
    whole = f"x{before}{inside}x"
    entity = {"type": "bold", "offset": units(f"x{before}"), "length": units(inside)}
    text, entities = formatted(whole, None, [entity])
    assert (text, entities) == (whole, [entity])


@given(words, st.integers(-2, 40), st.integers(-2, 40))
def test_an_entity_is_kept_on_borders_and_refused_elsewhere(text: str, offset: int, length: int) -> None:
    whole = f"x{text}x"
    entity = {"type": "bold", "offset": offset, "length": length}
    borders = {0} | {units(whole[:at]) for at in range(len(whole) + 1)}
    if length > 0 and {offset, offset + length} <= borders:
        _, entities = formatted(whole, None, [entity])
        assert entities == [entity]
    else:
        with pytest.raises(ApiError, match="can't parse entities"):
            formatted(whole, None, [entity])


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    plain, _ = formatted(safe, "HTML", None)
    assert plain == text.strip(" \t\r\n")


@pytest.mark.parametrize(
    ("html", "kind", "more"),
    [
        ("<strong>x</strong>", "bold", {}),
        ("<em>x</em>", "italic", {}),
        ("<ins>x</ins>", "underline", {}),
        ("<del>x</del>", "strikethrough", {}),
        ("<span class='tg-spoiler'>x</span>", "spoiler", {}),
        ("<tg-spoiler>x</tg-spoiler>", "spoiler", {}),
        ("<code>x</code>", "code", {}),
        ('<pre><code class="language-python">x</code></pre>', "pre", {"language": "python"}),
        ("<blockquote>x</blockquote>", "blockquote", {}),
        ("<blockquote expandable>x</blockquote>", "expandable_blockquote", {}),
        (
            '<a href="https://example.org?a=1&amp;b=2">x</a>',
            "text_link",
            {"url": "https://example.org?a=1&b=2"},
        ),
        (
            '<tg-time unix="5" format="wDT">x</tg-time>',
            "date_time",
            {"unix_time": 5, "date_time_format": "wDT"},
        ),
    ],
)
def test_every_tag_becomes_its_entity(html: str, kind: str, more: dict[str, Any]) -> None:
    assert formatted(html, "HTML", None) == ("x", [{"type": kind, "offset": 0, "length": 1} | more])


@pytest.mark.parametrize(
    ("html", "trouble"),
    [
        ("<h1>x</h1>", 'Unsupported start tag "h1" at byte offset 0'),
        ("é<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("é<b>x</i>", 'Unmatched end tag, expected "</b>", found "</i>", at byte offset 6'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("3 < 4", "malformed tag at byte offset 2"),
        ('<span class="x">x</span>', 'must have class "tg-spoiler"'),
        ("<tg-time>x</tg-time>", 'must have the attribute "unix"'),
        ('<tg-time unix="5" format="Z">x</tg-time>', "invalid date_time_format"),
    ],
)
def test_bad_html_is_refused_in_telegrams_words(html: str, trouble: str) -> None:
    with pytest.raises(ApiError, match="can't parse") as caught:
        formatted(html, "HTML", None)
    assert trouble in caught.value.description


def test_markdown_is_refused_clearly() -> None:
    with pytest.raises(ApiError, match="MarkdownV2 is not simulated"):
        formatted("*x*", "MarkdownV2", None)


@pytest.mark.parametrize(
    ("entity", "trouble"),
    [
        ({"type": "fancy", "offset": 0, "length": 1}, "unsupported type fancy"),
        ({"type": "bold", "offset": 3, "length": 1}, "ends after the end of the text"),
        ({"type": "bold", "offset": 0, "length": 1}, "in a middle of a UTF-16 symbol"),
        ({"type": "text_link", "offset": 0, "length": 2}, "text_link must have url"),
        ({"type": "date_time", "offset": 0, "length": 2}, "date_time must have unix_time"),
    ],
)
def test_bad_entities_are_refused(entity: dict[str, Any], trouble: str) -> None:
    with pytest.raises(ApiError, match=trouble):
        formatted("😀", None, [entity])


def test_links_addresses_and_commands_are_found_but_not_inside_code() -> None:
    found = detect("/aide@entrepairs_bot voir https://example.org/a?b=1, a.b@example.org ou @une_amie /2e-essai")
    assert [(e["type"], e["offset"]) for e in found] == [
        ("bot_command", 0),
        ("url", 26),
        ("email", 53),
        ("mention", 72),
        ("bot_command", 82),
    ]
    assert detect("/aide", [{"type": "code", "offset": 0, "length": 5}]) == []


WORD = "[A-Za-z0-9_]"
names = st.from_regex(f"{WORD}{{1,64}}", fullmatch=True)
neighbours = st.characters(exclude_categories=["Cs"]) | st.sampled_from("</>_é1.,( «")


def commands(text: str) -> list[str]:
    return [cut(text, e["offset"], e["length"]) for e in detect(text) if e["type"] == "bot_command"]


def stands_free(neighbour: str) -> bool:
    return not neighbour.isalnum() and neighbour not in "_/<>"


@given(names, neighbours)
def test_a_command_is_marked_only_after_what_is_no_word_slash_or_bracket(name: str, before: str) -> None:
    assert commands(f"{before}/{name}") == ([f"/{name}"] if stands_free(before) else [])


@given(names, neighbours.filter(lambda after: not re.fullmatch(f"{WORD}|@", after)))
def test_a_command_is_marked_only_before_what_is_no_word_slash_or_bracket(name: str, after: str) -> None:
    assert commands(f"/{name}{after}") == ([f"/{name}"] if stands_free(after) else [])


@given(names, st.from_regex(f"{WORD}{{0,40}}", fullmatch=True))
def test_a_command_for_a_bot_names_it_whole(name: str, bot: str) -> None:
    assert commands(f"/{name}@{bot}") == ([f"/{name}@{bot}"] if 3 <= len(bot) <= 32 else [])


def test_tags_written_as_text_are_no_commands() -> None:
    assert commands("<b>à toutes</b> <br/>, s/aide/x/ et </aide>") == []


def test_white_space_around_a_text_goes_and_entities_move_with_it() -> None:
    text, entities = formatted(" \n <b> x </b> ", "HTML", None)
    assert (text, entities) == ("x", [{"type": "bold", "offset": 0, "length": 1}])


async def test_length_counts_after_parsing(scene: Scene) -> None:
    await scene.send(f"<b>{'x' * 4096}</b>", parse_mode="HTML")
    error = await scene.refused("sendMessage", chat_id=scene.awa.id, text="x" * 4097)
    assert error.description == "Bad Request: message is too long"
    error = await scene.refused("sendMessage", chat_id=scene.awa.id, text="<b></b>", parse_mode="HTML")
    assert error.description == "Bad Request: text must be non-empty"
