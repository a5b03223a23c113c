"""A word to many: written on a card, tried, sent, stopped, followed; and the tap of who has read it."""

from telegram import Update

from handlers import home, slip, word_card
from handlers.context import Context, chat_of, message_of, user_of
from handlers.regions import region_rows
from handlers.routes import number, parts, region_code
from handlers.rules import deliveries, words
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.words import Impact, View
from handlers.screen import Button, Screen, answer_tap, message_id_of, no, post, say, show
from storage.words import Word

LINK = "wd_"  # start payload of the question for the text: the draft's number


async def begin(update: Update, context: Context) -> None:
    """Open the card of the word in preparation, or a fresh one."""
    await _turn(update, context, await context.commit(user_of(update), words.prepare))


async def open_link(update: Update, context: Context, _asked: str) -> None:
    """The link of a question was opened: the card it is about."""
    await begin(update, context)


async def _turn(
    update: Update, context: Context, view: View, screen: Screen | None = None, question: int | None = None
) -> None:
    """Show the draft on the tapped message, or in a new one; its card unless another screen of it is given."""
    shown = await show(update, context, screen or word_card.card(context.t, view))
    await slip.settle(update, context, view.word, words.place, shown, question)


async def back_to_card(update: Update, context: Context) -> None:
    """Nothing is asked any more."""
    (key,) = parts(update, 1)
    await _turn(update, context, await context.commit(user_of(update), words.own_draft, number(key)))


async def ask(update: Update, context: Context) -> None:
    """Ask for the text in a message to reply to; whatever else is written meanwhile does not end up in it."""
    (key,) = parts(update, 1)
    view = await context.commit(user_of(update), words.own_draft, number(key))
    question = await _ask(context, view.word)
    await _turn(update, context, view, word_card.asking(context.t, view), question)


async def _ask(context: Context, word: Word, wrong: str = "") -> int:
    """Post the question; its link says for which draft, wherever the bot was restarted meanwhile."""
    t = context.t
    lead = say(t, "word.ask.text", link=context.link(f"{LINK}{word.id}"), most=words.LONGEST)
    asked = Screen(f"{wrong}\n\n{lead}" if wrong else lead, placeholder=t("word.placeholder"))
    return (await post(context, context.who.telegram_id, asked)).message_id


async def take(update: Update, context: Context, asked: str) -> None:
    """The written text: the card shows it; question and answer disappear, but not a text that is too long."""
    message = message_of(update)
    try:
        view = await context.commit(user_of(update), words.write, number(asked), message.text or "")
    except Refusal as refusal:
        if refusal.reason is not Reason.FIELD_TOO_LONG:
            raise
        view = await context.commit(user_of(update), words.own_draft, number(asked))
        question = await _ask(context, view.word, no(context, refusal))
        await slip.settle(update, context, view.word, words.place, view.word.card, question)
        await slip.withdraw(context, message)
        return
    await slip.renew(update, context, view.word, words.place, word_card.card(context.t, view))
    await slip.take_away(context, message)


async def ask_to(update: Update, context: Context) -> None:
    """To whom: by kind."""
    (key,) = parts(update, 1)
    view, codes = await context.commit(user_of(update), words.regions, number(key))
    await _turn(update, context, view, word_card.kinds(context.t, view, elsewhere=len(context.served(codes)) > 1))


async def ask_which(update: Update, context: Context) -> None:
    """To whom, within a kind; of what has one choice only, that is it."""
    kind, key = parts(update, 2)
    view, found = await context.commit(user_of(update), words.choices, number(key), kind, context.now)
    if [one.argument for one in found] == [""]:
        await _choose(update, context, kind, "", key)
        return
    await _turn(update, context, view, word_card.choices(context.t, view, kind, found))


async def choose(update: Update, context: Context) -> None:
    """This role, group or meeting."""
    kind, argument, key = parts(update, 3)
    await _choose(update, context, kind, argument, key)


async def _choose(update: Update, context: Context, kind: str, argument: str, key: str) -> None:
    view = await context.commit(user_of(update), words.choose, number(key), kind, argument, context.now)
    await _turn(update, context, view)


async def where(update: Update, context: Context) -> None:
    """For which of this coordinator's regions."""
    key, page = parts(update, 2)
    view, codes = await context.commit(user_of(update), words.regions, number(key))
    t = context.t
    rows = region_rows(
        t,
        context.served(codes),
        pick=lambda short: f"wd:region:{short}:{view.word.id}",
        turn=lambda other: f"wd:where:{view.word.id}:{other}",
        page=number(page),
    )
    back = [Button(t("button.back"), f"wd:to:{view.word.id}")]
    await _turn(update, context, view, Screen(say(t, "word.ask.where"), [*rows, back]))


async def choose_region(update: Update, context: Context) -> None:
    """The region was tapped."""
    short, key = parts(update, 2)
    code = region_code(short)
    await _turn(update, context, await context.commit(user_of(update), words.choose_region, number(key), code))


async def preview(update: Update, context: Context) -> None:
    """Exactly as it will be read, in the place of the card."""
    (key,) = parts(update, 1)
    view = await context.commit(user_of(update), words.written, number(key))
    await _turn(update, context, view, word_card.trial(context.t, view, preview=True))


async def send_trial(update: Update, context: Context) -> None:
    """The same in a message of its own, to its author only; the card comes below it."""
    (key,) = parts(update, 1)
    view = await context.commit(user_of(update), words.written, number(key))
    await answer_tap(update, context.t("word.trial_sent"))
    await post(context, chat_of(update).id, word_card.trial(context.t, view))
    card = await post(context, chat_of(update).id, word_card.card(context.t, view))  # nobody has to go up for it
    await slip.settle(update, context, view.word, words.place, card.message_id, None)


async def tap_trial(update: Update, context: Context) -> None:
    """Its author tries the button of its readers."""
    await context.commit(user_of(update), words.may)
    await answer_tap(update, context.t("word.trial_toast"))


async def confirm(update: Update, context: Context) -> None:
    """What sending will do, before it is done."""
    (key,) = parts(update, 1)
    impact = await context.commit(user_of(update), words.impact, number(key), context.now)
    await _turn(update, context, impact.view, word_card.confirmation(context.t, impact))


async def send(update: Update, context: Context) -> None:
    """Send it; the card becomes the one that follows it. If it is not as it was shown, it is shown again."""
    key, mark = parts(update, 2)
    shown = message_id_of(update)
    found = await context.commit(user_of(update), words.send, number(key), mark, shown, context.now)
    t = context.t
    if isinstance(found, Impact):
        await _turn(update, context, found.view, word_card.confirmation(t, found, changed=True))
        return
    await show(update, context, word_card.report(t, found), t("word.sent_toast"))


async def stop(update: Update, context: Context) -> None:
    """From the card that follows it: to nobody else."""
    await _stop(update, context, living=True)


async def halt(update: Update, context: Context) -> None:
    """The same from the list."""
    await _stop(update, context, living=False)


async def _stop(update: Update, context: Context, *, living: bool) -> None:
    (key,) = parts(update, 1)
    found = await context.commit(user_of(update), words.stop, number(key), context.now)
    t = context.t
    toast = t("word.stopped_toast" if found.view.word.state == "stopped" else "word.too_late_toast")
    await show(update, context, word_card.report(t, found, living=living), toast)


async def show_list(update: Update, context: Context) -> None:
    """The last words sent in one's regions."""
    found = await context.commit(user_of(update), words.listed)
    t = context.t
    rows = [[word_card.line(t, view)] for view in found]
    text = say(t, "words.title" if found else "words.none")
    await show(update, context, Screen(text, [*rows, [Button(t("button.back"), "wd:new"), home.back(t)]]))


async def open_report(update: Update, context: Context) -> None:
    """What has become of one of them."""
    (key,) = parts(update, 1)
    found = await context.commit(user_of(update), words.look, number(key))
    await show(update, context, word_card.report(context.t, found, living=False))


async def see(update: Update, context: Context) -> None:
    """A reader has seen it: one tap."""
    (key,) = parts(update, 1)
    word = await context.commit(user_of(update), deliveries.see, number(key))
    await show(update, context, word_card.seen(context.t, word), context.t("word.seen_toast"))


async def drop(update: Update, context: Context) -> None:
    """Throw the draft away, after a question: the safe choice comes first."""
    (key,) = parts(update, 1)
    view = await context.commit(user_of(update), words.own_draft, number(key))
    t = context.t
    rows = [
        [Button(t("draft.button.keep"), f"wd:show:{view.word.id}")],
        [Button(t("word.button.discard_now"), f"wd:gone:{view.word.id}", style="danger")],
    ]
    await _turn(update, context, view, Screen(say(t, "word.discard"), rows))


async def discard(update: Update, context: Context) -> None:
    """Gone."""
    (key,) = parts(update, 1)
    gone = await context.commit(user_of(update), words.discard, number(key))
    await show(update, context, await home.again(update, context), context.t("word.discarded"))
    await slip.unask(update, context, gone)


TAPS = {
    "wd:new": begin,
    "wd:show": back_to_card,
    "wd:text": ask,
    "wd:to": ask_to,
    "wd:kind": ask_which,
    "wd:set": choose,
    "wd:where": where,
    "wd:region": choose_region,
    "wd:look": preview,
    "wd:try": send_trial,
    "wd:trial": tap_trial,
    "wd:sure": confirm,
    "wd:send": send,
    "wd:stop": stop,
    "wd:halt": halt,
    "wd:list": show_list,
    "wd:o": open_report,
    "wd:seen": see,
    "wd:drop": drop,
    "wd:gone": discard,
}
