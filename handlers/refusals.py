"""Where every no and every bug becomes a polite sentence with a way out."""

from contextlib import suppress
from dataclasses import replace
from html import escape

from telegram import Update
from telegram.constants import ChatType
from telegram.error import Forbidden

from handlers import home, joining
from handlers.context import Context, chat_of, query_of, user_of
from handlers.rules import people
from handlers.rules.overview import at_home
from handlers.rules.refusal import Reason, Refusal
from handlers.screen import Screen, answer_tap, message_id_of, no, post, remove, show
from storage.trouble import Away

TOAST = 200  # characters Telegram allows in the answer to a tap


async def answer(update: object, context: Context) -> None:
    """Tell the person what went wrong; in a group nobody else sees it."""
    error = context.error
    if not isinstance(update, Update) or error is None:
        return
    if isinstance(error, Forbidden):  # they have blocked the bot: there is nobody to tell
        return
    if isinstance(error, Away):
        context.house.incident(error)
        context.house.postponed.add(update.update_id)
        return
    if isinstance(error, Refusal) and update.effective_user is not None:
        await context.commit(update.effective_user, people.anybody)  # an error comes with a context of its own
    sentence = sentence_for(context, error)
    if update.callback_query is not None:
        await _answer_tap(update, context, error, sentence)
    elif update.effective_chat is not None and chat_of(update).type == ChatType.PRIVATE:
        await post(context, chat_of(update).id, _said(context, error, escape(sentence)))


def _said(context: Context, error: Exception, sentence: str) -> Screen:
    """The sentence with a way on; whoever is asked something on the way in is asked it again."""
    if context.person is not None and (asked := joining.asked(context)) is not None:
        return replace(asked, text=f"{sentence}\n\n{asked.text}")
    rows = joining.here(context).rows if _is_stale(context, error) else [[home.back(context.t)]]
    return Screen(sentence, rows)


async def _answer_tap(update: Update, context: Context, error: Exception, sentence: str) -> None:
    private = chat_of(update).type == ChatType.PRIVATE
    if isinstance(error, Refusal) and error.reason is Reason.REPORT_GONE:  # nor should its words stay on the screen
        await _take_away(update, context, sentence)
    elif len(sentence) > TOAST and private:
        await answer_tap(update)
        await post(context, chat_of(update).id, Screen(escape(sentence), [[home.back(context.t)]]))
    else:
        await answer_tap(update, sentence[:TOAST], alert=True)
    if _is_stale(context, error) and private:
        # A new message: the tapped one may be a living card, or the receipt that is the only way to an exchange.
        with suppress(Forbidden):  # whoever was refused at a group's door may not be written to any more
            found = await context.commit(user_of(update), at_home, context.now)
            await post(context, chat_of(update).id, joining.here(context, found))


async def _take_away(update: Update, context: Context, sentence: str) -> None:
    """The screen of what is gone: one that was opened with a code leaves nothing, another says so in its place."""
    if str(query_of(update).data).startswith("k:"):
        await answer_tap(update, sentence[:TOAST], alert=True)
        await remove(context, chat_of(update).id, message_id_of(update))
    else:
        await show(update, context, Screen(escape(sentence), [[home.back(context.t)]]))


def _is_stale(context: Context, error: Exception) -> bool:
    return isinstance(error, Refusal) and error.reason is Reason.STALE and context.person is not None


def sentence_for(context: Context, error: Exception) -> str:
    """The sentence of a refusal; for a bug, an apology with the code under which the log has its place."""
    if isinstance(error, Refusal):
        return no(context, error)
    return context.t("refusal.bug", code=context.house.incident(error))
