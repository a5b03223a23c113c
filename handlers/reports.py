"""A difficulty, as its writer sees it until it is sent: promise, theme, level, zone, preview."""

from dataclasses import replace

from telegram import Update

from handlers import home, receipt, slip
from handlers.context import Context, chat_of, message_of, user_of
from handlers.regions import region_rows
from handlers.routes import number, parts, region_code
from handlers.rules import reports
from handlers.rules.numbers import Number, for_danger
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.regions import region
from handlers.rules.reports import Draft
from handlers.rules.themes import DANGER, THEMES, Theme, level_key
from handlers.screen import Button, Screen, answer_tap, edit, message_id_of, post, say, show
from handlers.speech import Speech

CODES = list(THEMES)
FIRST_PAGE = 6  # themes on the first page: with « Autres thèmes » and « Annuler », eight rows


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
        lead, rows = say(t, "report.theme"), _themes(t, token, page=0)
    else:
        lead = say(t, "report.what", name=member.first_name)
        begin_button = Button(t("report.button.begin"), f"r:t:0:{token}", style="primary")
        rows = [[begin_button], [Button(t("report.button.nothing"), "r:x")]]
    await slip.lay(context, message, lead, rows)


def _themes(t: Speech, token: str, page: int) -> list[list[Button]]:
    codes = CODES[:FIRST_PAGE] if page == 0 else CODES[FIRST_PAGE:]
    rows = [[Button(t(THEMES[code].key), f"r:l:{CODES.index(code):x}:{token}")] for code in codes]
    if page == 0:
        rows.append([Button(t("report.button.more_themes"), f"r:t:1:{token}")])
        return [*rows, [Button(t("button.cancel"), "r:x")]]
    return [*rows, [Button(t("button.back"), f"r:t:0:{token}")]]


async def choose_theme(update: Update, context: Context) -> None:
    """Show a page of themes on the card."""
    page, token = parts(update, 2)
    await context.commit(user_of(update), reports.writer)
    await _card(update, context, say(context.t, "report.theme"), _themes(context.t, token, int(page == "1")))


async def choose_level(update: Update, context: Context) -> None:
    """Show the levels of the chosen theme, with the numbers and the legal sentence that belong to it."""
    index, token = parts(update, 2)
    theme = _theme(index)
    await context.commit(user_of(update), reports.writer)
    t = context.t
    lead = [say(t, "report.level", theme=t(theme.key)), *(say(t, key) for key in theme.notices)]
    if theme.numbers:
        lead.append(numbers(t, theme.numbers))
    rows = [[Button(t(level_key(level)), f"r:v:{index}{level}:{token}")] for level in theme.levels]
    rows.append([Button(t("button.back"), f"r:t:0:{token}")])
    await _card(update, context, "\n\n".join(lead), rows)


def numbers(t: Speech, found: tuple[Number, ...]) -> str:
    """Telephone numbers, one a line."""
    return "\n".join(
        f"<b>{number.digits}</b> – {t(number.key)} ({t(number.hours)})" if number.digits else f"– {t(number.key)}"
        for number in found
    )


async def preview(update: Update, context: Context) -> None:
    """Exactly what will be read, by whom; in immediate danger, the numbers before anything else."""
    chosen, token = parts(update, 2)
    member = await context.commit(user_of(update), reports.writer)
    # The zone is proposed from the member's own, and travels on the card from here: the vault never asks who.
    zone = chosen[2:] or region(member.region).short
    theme, level = _choice(chosen)
    if level == DANGER and not chosen[2:]:
        await _danger(update, context, f"{chosen[:2]}{zone}", token)
        return
    t, code = context.t, region_code(zone)
    box = await context.commit(user_of(update), reports.box, code)
    if box is None:
        await _zones(update, context, say(t, "report.unread_zone", region=t.region(code)), chosen[:2], token, 0)
        return
    lead = say(t, "report.preview", theme=t(theme.key), level=t(level_key(level)), region=t.region(box))
    if box != code:
        lead += "\n" + say(t, "report.elsewhere", region=t.region(code))
    if level in reports.PRESSING:
        lead += "\n\n" + say(t, "report.danger_shows" if level == DANGER else "report.moment_shows")
    rows = slip.send_or_cancel(t, f"r:s:{chosen[:2]}{zone}:{token}", "r:x")
    change = [
        Button(t("button.back"), f"r:l:{chosen[0]}:{token}"),
        Button(t("report.button.zone"), f"r:z:0:{chosen[:2]}:{token}"),
    ]
    await _card(update, context, lead, [rows[0], change, rows[1]])


async def _danger(update: Update, context: Context, state: str, token: str) -> None:
    t = context.t
    lead = say(t, "report.danger") + "\n\n" + numbers(t, for_danger())
    rows = [
        [Button(t("report.button.after_danger"), f"r:v:{state}:{token}")],
        [Button(t("button.back"), f"r:l:{state[0]}:{token}"), Button(t("button.cancel"), "r:x")],
    ]
    await _card(update, context, lead, rows)


async def choose_zone(update: Update, context: Context) -> None:
    """The writer says which zone's supervisors read it."""
    page, chosen, token = parts(update, 3)
    await _zones(update, context, say(context.t, "report.zone"), chosen, token, number(page))


async def _zones(update: Update, context: Context, lead: str, chosen: str, token: str, page: int) -> None:
    supervised = await context.commit(user_of(update), reports.zones)
    codes = [code for code in context.house.boxes if code in supervised]
    if not codes:
        raise Refusal(Reason.NO_READER)
    rows = region_rows(
        context.t,
        codes,
        pick=lambda short: f"r:v:{chosen}{short}:{token}",
        turn=lambda other: f"r:z:{other}:{chosen}:{token}",
        page=page,
    )
    rows.append([Button(context.t("button.back"), f"r:l:{chosen[0]}:{token}")])
    await _card(update, context, lead, rows)


async def send(update: Update, context: Context) -> None:
    """Into the vault; the card becomes the receipt, the written message disappears."""
    chosen, token = parts(update, 2)
    theme, level = _choice(chosen)
    draft = Draft(slip.decode(token), theme.code, level, region_code(chosen[2:]), slip.quoted(update))
    ids = (context.house.random(16), context.house.random(16))
    thread = await context.commit(user_of(update), reports.submit, draft, ids, context.now)
    await receipt.announce_pressing(context, thread)
    await answer_tap(update, context.t("report.sent_toast"))
    kept = receipt.screen(context.t, thread, token)
    said = f"{kept.text}\n\n{await slip.clear(update, context)}"
    await edit(context, chat_of(update).id, message_id_of(update), replace(kept, text=said))


async def drop(update: Update, context: Context) -> None:
    """Nothing is sent: the card goes, and the written message with it."""
    await context.commit(user_of(update), reports.writer)
    await answer_tap(update, context.t("report.dropped_toast"))
    said = say(context.t, "report.dropped") + "\n" + await slip.clear(update, context)
    await edit(context, chat_of(update).id, message_id_of(update), Screen(said, [[home.back(context.t)]]))


async def _card(update: Update, context: Context, lead: str, rows: list[list[Button]]) -> None:
    text = slip.quoted(update)
    await show(update, context, Screen(f"{lead}\n\n{slip.quote(text)}", rows))


def _theme(index: str) -> Theme:
    try:
        return THEMES[CODES[int(index, 16)]]
    except (ValueError, IndexError) as error:
        raise Refusal(Reason.STALE) from error


def _choice(chosen: str) -> tuple[Theme, int]:
    theme = _theme(chosen[:1])
    if not chosen[1:2].isdigit() or int(chosen[1]) not in theme.levels:
        raise Refusal(Reason.STALE)
    return theme, int(chosen[1])


TAPS = {
    "r:new": begin,
    "r:t": choose_theme,
    "r:l": choose_level,
    "r:v": preview,
    "r:z": choose_zone,
    "r:s": send,
    "r:x": drop,
}
