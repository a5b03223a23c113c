"""The card of a message that somebody pointed out: what it says, what can be done, what was done."""

from html import escape

from telegram import Message, MessageEntity

from handlers import medium, slip
from handlers.rules.moderation import Case, Known
from handlers.screen import Button, Screen, say
from handlers.speech import Speech

QUOTED = 1500  # characters of a message
ACTS = {"removed": "v:del", "muted": "v:mute", "warned": "v:warn", "banned": "v:ban"}
END = "</blockquote>"


def data(verb: str, case: Case) -> str:
    """The data of a button about this case."""
    return f"{verb}:{case.group}:{case.message}:{case.author}"


def first(t: Speech, title: str, reported: Message, case: Case) -> Screen:
    """The card as it arrives: group, author, words or kind of medium, and the way there; not who pointed it out."""
    author = reported.from_user.first_name if reported.from_user and case.author else t("moderation.nobody")
    lines = [say(t, "moderation.card", group=title, author=author)]
    if reported.link:
        lines.append(f'<a href="{escape(reported.link)}">{t("moderation.link")}</a>')
    lines.append(_words(t, reported))
    return Screen("\n".join(lines), rows(t, case, frozenset()))


def _words(t: Speech, reported: Message) -> str:
    said = reported.text or reported.caption or ""
    kind = medium.of(reported, forwarded=False)
    lines = [t(f"moderation.kind.{kind}")] if kind else []
    if said:
        lines.append(escape(slip.shorten(said, QUOTED)))
    # Without any other mark: two that begin at the same place come back from Telegram in another order.
    return f"<blockquote>{chr(10).join(lines) or '…'}</blockquote>"


def again(t: Speech, card: Message, case: Case, known: Known) -> Screen:
    """The same card, with what was done since, by whomever."""
    return Screen("\n".join([_head(card), *done(t, known)]), rows(t, case, known.done))


def _head(card: Message) -> str:
    if not card.parse_entities([MessageEntity.BLOCKQUOTE]):
        return card.text_html
    head, _, _ = card.text_html.rpartition(END)
    return head + END


def done(t: Speech, known: Known) -> list[str]:
    """What was done, a line each."""
    return [f"✓ {t(f'moderation.done.{kind}')}" for kind in ACTS if kind in known.done]


def rows(t: Speech, case: Case, over: frozenset[str]) -> list[list[Button]]:
    """What can still be done; about what nobody wrote, only to remove it."""
    kinds = [kind for kind in ACTS if kind not in over and (case.author or kind == "removed")]
    buttons = [[Button(t(f"moderation.button.{kind}"), data(ACTS[kind], case))] for kind in kinds]
    last = "moderation.button.close" if over else "moderation.button.nothing"
    return [*buttons, [Button(t(last), data("v:no", case))]]


def confirm(t: Speech, card: Message, text: str, case: Case, act: str, verb: str) -> Screen:
    """What an act means, before it is done: the way back comes first."""
    back = Button(t("button.back"), data("v:show", case))
    go = Button(t(f"moderation.button.{act}"), data(verb, case), style="danger")
    return Screen(f"{_head(card)}\n{text}", [[back], [go]])
