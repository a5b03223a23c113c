"""The card of a message that somebody pointed out: what it says, what can be done, what was done."""

import re
from collections.abc import Iterator
from html import escape

from telegram import Message

from handlers import medium, slip
from handlers.rules.moderation import Case, Known
from handlers.screen import Button, Screen, say
from handlers.speech import Speech

QUOTED = 1500  # characters of a message
ACTS = {"removed": "v:del", "muted": "v:mute", "warned": "v:warn", "banned": "v:ban"}
BEGIN = re.compile(r"<blockquote|<span class|<tg-spoiler")


def data(verb: str, case: Case) -> str:
    """The data of a button about this case."""
    return f"{verb}:{case.group}:{case.message}:{case.author}"


def first(t: Speech, title: str, reported: Message, case: Case, bot: int) -> Screen:
    """The card as it arrives: group and way there, author, words or kind of medium; not who pointed it out."""
    lead = say(t, "moderation.card", group=title)
    if reported.link:
        lead += f'\n<a href="{escape(reported.link)}">{t("moderation.link")}</a>'
    words = [_author(t, reported, case, bot), *_words(t, reported)]
    return Screen(f"{lead}\n{_hidden(chr(10).join(words))}", rows(t, case, frozenset()))


def _author(t: Speech, reported: Message, case: Case, bot: int) -> str:
    """Who wrote it; `bot` is ours, which posts for members: an act against its account would meet nobody."""
    writer = reported.from_user
    if writer and writer.id == bot:
        return t("moderation.own")
    if writer and case.author:
        return t("moderation.author", author=writer.first_name)
    as_group = reported.sender_chat is not None and reported.sender_chat.id == reported.chat.id
    return t("moderation.author", author=t("moderation.as_group" if as_group else "moderation.nobody"))


def _hidden(words: str) -> str:
    """Shown at a tap only: neither on a locked screen nor over a shoulder."""
    return f"<blockquote><tg-spoiler>{escape(words)}</tg-spoiler></blockquote>"


def _words(t: Speech, reported: Message) -> Iterator[str]:
    if kind := medium.of(reported, forwarded=False):
        yield t(f"moderation.kind.{kind}")
    if said := reported.text or reported.caption:
        yield slip.shorten(said, QUOTED)


def again(t: Speech, card: Message, case: Case, known: Known) -> Screen:
    """The same card, with what was done since, by whomever."""
    return Screen("\n".join([_head(card), *done(t, known)]), rows(t, case, known.done))


def _head(card: Message) -> str:
    """The card as it arrived; two marks of the same place come back from Telegram in any order."""
    return f"{BEGIN.split(card.text_html)[0].rstrip()}\n{_hidden(slip.quote_of(card))}"


def done(t: Speech, known: Known) -> list[str]:
    """What was done, a line each."""
    return [f"✓ {t(f'moderation.done.{kind}')}" for kind in ACTS if kind in known.done]


def rows(t: Speech, case: Case, over: frozenset[str]) -> list[list[Button]]:
    """What can still be done; about what nobody wrote, only to remove it."""
    kinds = [kind for kind in ACTS if kind not in over and (case.author or kind == "removed")]
    buttons = [[Button(t(f"moderation.button.{kind}"), data(ACTS[kind], case))] for kind in kinds]
    last = "moderation.button.close" if over else "moderation.button.nothing"
    return [*buttons, [Button(t(last), data("v:no", case))]]


def confirm(t: Speech, card: Message, text: str, case: Case, act: str, verb: str, style: str) -> Screen:
    """What an act means, before it is done: the way back comes first."""
    back = Button(t("button.back"), data("v:show", case))
    go = Button(t(f"moderation.button.{act}"), data(verb, case), style=style)
    return Screen(f"{_head(card)}\n{text}", [[back], [go]])
