"""The card of a message that was pointed out says who wrote it, as far as Telegram tells."""

from datetime import UTC, datetime

import pytest
from telegram import Chat, Message, User

from handlers import moderation_card
from handlers.rules.moderation import Case
from handlers.speech import speech

HERE, CHANNEL = Chat(-1, Chat.SUPERGROUP, title="Pairs ARA"), Chat(-2, Chat.CHANNEL, title="Infos")
BOT = 9


@pytest.mark.parametrize(
    ("writer", "sender", "author", "said"),
    [
        (User(5, "Luc", is_bot=False), None, 5, "Luc"),
        (User(BOT, "Entrepairs", is_bot=True), None, 0, "publié par Entrepairs"),
        (User(8, "Un robot", is_bot=True), None, 0, "un bot ou un canal"),
        (User(1087968824, "Group", is_bot=True), HERE, 0, "une personne qui écrit au nom du groupe"),
        (User(136817688, "Channel", is_bot=True), CHANNEL, 0, "un bot ou un canal"),
    ],
)
def test_who_wrote_it(writer: User, sender: Chat | None, author: int, said: str) -> None:
    message = Message(7, datetime(2026, 5, 26, tzinfo=UTC), HERE, writer, text="Tais-toi.", sender_chat=sender)
    screen = moderation_card.first(speech("fr"), "Pairs ARA", message, Case(1, 7, author), BOT)
    assert said in screen.text
