"""A difficulty, as its writer sees it until it is sent: promise, theme, level, who reads it, preview."""

from telegram import Message, Update

from handlers import home, receipt, report_card, slip
from handlers.choice import Choice, choice, subject, theme_of
from handlers.context import Context, chat_of, message_of, user_of
from handlers.regions import region_rows
from handlers.routes import number, parts
from handlers.rules import questions, reports
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.reports import Draft
from handlers.rules.routing import Way
from handlers.screen import Button, Screen, allow, answer_tap, edit, message_id_of, post, remove, say, show
from storage.vault import Thread

REWRITE = "e_"  # start payload of the question for another wording: token, card, choice


async def begin(update: Update, context: Context) -> None:
    """The promise, then a question whose written answer becomes a card; in a group, in private only."""
    who = user_of(update)
    await context.commit(who, reports.writer)
    t = context.t
    promise = Screen(say(t, "report.promise", contact=context.house.contact), [[home.back(t)]])
    if update.callback_query is None:
        await post(context, who.id, promise)
    else:
        await show(update, context, promise)
    await post(context, who.id, Screen(t("report.write"), placeholder=t("report.placeholder")))


async def offer(update: Update, context: Context) -> None:
    """Someone just wrote: ask what to do with it, or go on if they were asked for it. Nothing is kept."""
    message = message_of(update)
    member = await context.commit(user_of(update), reports.writer)
    reports.check_length(message.text or "")
    t, token = context.t, slip.code(context.house.random(reports.TOKEN_BYTES))
    if slip.asked(message, "report.write"):
        lead, rows = say(t, "report.theme"), report_card.themes(t, token, page=0)
    else:
        lead = say(t, "report.what", name=member.first_name)
        begin_button = Button(t("report.button.begin"), f"r:t:0:{token}", style="primary")
        rows = [[begin_button], [Button(t("report.button.nothing"), "r:x")]]
        if await context.commit(user_of(update), lambda tx, _who: questions.groups_of(tx, member)):
            rows.insert(1, [Button(t("question.button.ask"), f"q:g:{token}")])
    await slip.lay(context, message, lead, rows)


async def choose_theme(update: Update, context: Context) -> None:
    """Show a page of themes on the card."""
    page, token = parts(update, 2)
    await context.commit(user_of(update), reports.writer)
    await _card(update, context, say(context.t, "report.theme"), report_card.themes(context.t, token, int(page == "1")))


async def choose_level(update: Update, context: Context) -> None:
    """Show the levels of the chosen theme, with the numbers and the legal sentence that belong to it."""
    index, token = parts(update, 2)
    theme = theme_of(index)
    await context.commit(user_of(update), reports.writer)
    lead, rows = report_card.levels(context.t, theme, index, token)
    await _card(update, context, lead, rows)


async def danger(update: Update, context: Context) -> None:
    """In immediate danger: the numbers, before anything else."""
    chosen, token = parts(update, 2)
    subject(chosen)
    await context.commit(user_of(update), reports.writer)
    lead, rows = report_card.danger(context.t, chosen, token)
    await _card(update, context, lead, rows)


async def ask_concern(update: Update, context: Context) -> None:
    """Is it about the person who would read it? The answer travels on the card; the vault never asks."""
    chosen, token = parts(update, 2)
    theme, level = subject(chosen)
    member = await context.commit(user_of(update), reports.writer)
    # The zone is proposed from the member's own, and is the writer's to change.
    found = Choice(theme, level, Way(member.region))
    if not await context.commit(user_of(update), reports.supervised, member.region):
        await _preview(update, context, found, token)
        return
    lead, rows = report_card.concern(context.t, found, token)
    await _card(update, context, lead, rows)


async def preview(update: Update, context: Context) -> None:
    """Exactly what will be read, and by whom."""
    chosen, token = parts(update, 2)
    await _preview(update, context, choice(chosen), token)


async def _preview(update: Update, context: Context, found: Choice, token: str) -> None:
    screen = await _previewed(update, context, found, token, slip.quoted(update))
    if screen is None:
        lead = say(context.t, "report.unread_zone", region=context.t.region(found.way.zone))
        await _zones(update, context, lead, found, token, 0, back=f"r:l:{found.code[0]}:{token}")
    else:
        await show(update, context, screen)


async def _previewed(update: Update, context: Context, found: Choice, token: str, text: str) -> Screen | None:
    """The preview of this text; None when nobody would read it."""
    least = context.house.small_zone
    prospect = await context.commit(user_of(update), reports.prospect, found.way, text, least)
    if prospect.route is None:
        return None
    return report_card.preview(context.t, found, prospect.route, token, text, prospect.giveaways)


async def choose_zone(update: Update, context: Context) -> None:
    """The writer says whose supervisors read it."""
    page, chosen, token = parts(update, 3)
    lead, found = say(context.t, "report.zone"), choice(chosen)
    await _zones(update, context, lead, found, token, number(page), back=f"r:v:{found.code}:{token}")


async def _zones(
    update: Update, context: Context, lead: str, found: Choice, token: str, page: int, *, back: str
) -> None:
    open_boxes = await context.commit(user_of(update), reports.zones, found.way.hidden_from)
    codes = [code for code in context.house.boxes if code in open_boxes]
    if not codes:
        raise Refusal(Reason.NO_READER)
    rows = region_rows(
        context.t,
        codes,
        pick=lambda short: report_card.turned(found, short, token),
        turn=lambda other: f"r:z:{other}:{found.code}:{token}",
        page=page,
    )
    rows.append([Button(context.t("button.back"), back)])
    await _card(update, context, lead, rows)


async def add(update: Update, context: Context, card: Message) -> None:
    """A reply to the card: its text grows by these words, which disappear from below."""
    message = message_of(update)
    await context.commit(user_of(update), reports.writer)
    text = f"{slip.quote_of(card)}\n{message.text or ''}"
    reports.check_length(text)
    state = report_card.state(card)
    if state is not None:
        await context.commit(user_of(update), reports.not_sent_yet, slip.decode(state[1]))
    screen = await _previewed(update, context, *state, text) if state else None
    await edit(context, message.chat.id, card.message_id, screen or slip.relaid(card, text))
    await remove(context, message.chat.id, message.message_id)


async def ask_rewording(update: Update, context: Context) -> None:
    """Ask for another wording; the question's link knows card and choice."""
    chosen, token = parts(update, 2)
    found = choice(chosen)
    await context.commit(user_of(update), reports.writer)
    # Without the text itself: what was written must not stay in a question when the card is sent or dropped.
    payload = f"{REWRITE}{token}{message_id_of(update)}_{found.code}"
    await slip.ask(update, context, payload, "report.reword", "report.placeholder")


async def reword(update: Update, context: Context, asked: str) -> None:
    """The other wording takes the place of the first on the card; question and answer disappear."""
    message = message_of(update)
    token, (card, _, chosen) = asked[: slip.CODE_LENGTH], asked[slip.CODE_LENGTH :].partition("_")
    text = message.text or ""
    reports.check_length(text)
    await context.commit(user_of(update), reports.not_sent_yet, slip.decode(token))
    screen = await _previewed(update, context, choice(chosen), token, text)
    if screen is None:
        raise Refusal(Reason.NO_READER)
    if not await edit(context, message.chat.id, number(card), screen):
        await post(context, message.chat.id, screen)
    await slip.take_away(context, message)


async def send(update: Update, context: Context) -> None:
    """Into the vault; the card becomes the receipt, the written message disappears."""
    token, thread = await _submit(update, context)
    kept = receipt.screen(context.t, thread, token)
    await slip.become(update, context, kept)


async def send_discreetly(update: Update, context: Context) -> None:
    """Into the vault; the card becomes a code to write down, and goes once that is done."""
    token, thread = await _submit(update, context)
    kept = receipt.code(context.t, thread, token)
    await slip.become(update, context, kept)


async def _submit(update: Update, context: Context) -> tuple[str, Thread]:
    chosen, token = parts(update, 2)
    found = choice(chosen)
    draft = Draft(slip.decode(token), found.theme.code, found.level, found.way, slip.quoted(update))
    allow(context.house.quotas.new_thread(user_of(update).id, draft.token, draft.level, context.now))
    ids = (context.house.random(16), context.house.random(16))
    thread = await context.commit(user_of(update), reports.submit, draft, ids, context.now, context.house.small_zone)
    await receipt.announce_pressing(context, thread)
    await answer_tap(update, context.t("report.sent_toast"))
    return token, thread


async def drop(update: Update, context: Context) -> None:
    """Nothing is sent: the card goes, and the written message with it."""
    await context.commit(user_of(update), reports.writer)
    await answer_tap(update, context.t("report.dropped_toast"))
    said = say(context.t, "report.dropped") + "\n" + await slip.clear(update, context)
    await edit(context, chat_of(update).id, message_id_of(update), Screen(said, [[home.back(context.t)]]))


async def _card(update: Update, context: Context, lead: str, rows: list[list[Button]]) -> None:
    text = slip.quoted(update)
    await show(update, context, Screen(f"{lead}\n\n{slip.quote(text)}", rows))


TAPS = {
    "r:new": begin,
    "r:t": choose_theme,
    "r:l": choose_level,
    "r:d": danger,
    "r:q": ask_concern,
    "r:v": preview,
    "r:z": choose_zone,
    "r:w": ask_rewording,
    "r:s": send,
    "r:c": send_discreetly,
    "r:x": drop,
}
