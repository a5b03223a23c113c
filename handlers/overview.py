"""Meetings seen from afar: the list with its filters, past ones, the next one, a month to be printed."""

from asyncio import to_thread
from dataclasses import replace
from datetime import date

from babel.dates import get_day_names
from telegram import Update

from handlers import home, overview_screen, poll_card
from handlers.context import Context, chat_of, user_of
from handlers.meeting_card import card
from handlers.overview_screen import code, decoded, size
from handlers.regions import region_rows
from handlers.routes import number, parts, region_code
from handlers.rules import civil, month_picture, overview, polls
from handlers.rules.draft_choices import KINDS
from handlers.rules.month_picture import Cell
from handlers.rules.overview import MINE, Wanted
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.regions import region
from handlers.screen import Button, Screen, answer_tap, say, show

MONTH = "%Y%m"
POLLS = 3  # open polls at most on the first page


async def show_list(update: Update, context: Context) -> None:
    """The coming meetings of a member's regions, the last ones below."""
    await _list(update, context, Wanted(), 0)


async def turn_page(update: Update, context: Context) -> None:
    """Those that are looked for, or meetings that come later, or sooner."""
    wanted, page = parts(update, 2)
    await _list(update, context, decoded(wanted), number(page))


async def _list(update: Update, context: Context, wanted: Wanted, at: int) -> None:
    most = await _size(update, context)
    running, plans = await context.commit(user_of(update), polls.running)
    first = [[poll_card.line(context.t, poll)] for poll in running[: min(POLLS, most - 2)]]
    last = [[poll_card.button(context.t)]] if plans else []
    most -= len(first) + len(last)  # on every page alike: none is passed over
    found = await context.commit(user_of(update), overview.page, wanted, at, most, context.now)
    await show(update, context, overview_screen.listed(context.t, found, wanted, at, () if at else first, last))


async def _size(update: Update, context: Context) -> int:
    """How many meetings a page has for this reader; who that is, is found out first."""
    await context.commit(user_of(update), overview.regions)
    return size(context.t)


async def show_past(update: Update, context: Context) -> None:
    """A page of what is past."""
    wanted, page = parts(update, 2)
    looked_for, at, most = decoded(wanted), number(page), await _size(update, context)
    found = await context.commit(user_of(update), overview.page, looked_for, at, most, context.now, past=True)
    await show(update, context, overview_screen.gone_by(context.t, found, looked_for, at))


async def show_next(update: Update, context: Context) -> None:
    """The next meeting, to be answered at once."""
    seen = await context.commit(user_of(update), overview.next_one, context.now)
    t = context.t
    rows = [[Button(t("home.button.meetings"), "m:list"), home.back(t)]]
    await show(update, context, card(t, seen, context.now) if seen else Screen(say(t, "next.none"), rows))


async def show_more(update: Update, context: Context) -> None:
    """What else there is to see."""
    (wanted,) = parts(update, 1)
    await context.commit(user_of(update), overview.regions)
    t = context.t
    others = [Button(t("feed.button.own"), "cf:own"), Button(t("meetings.button.groups"), "g:mine")]
    await show(update, context, overview_screen.more(t, decoded(wanted), others))


async def show_filters(update: Update, context: Context) -> None:
    """What the list can be narrowed to."""
    (wanted,) = parts(update, 1)
    codes = context.served(await context.commit(user_of(update), overview.regions))
    await show(update, context, overview_screen.filters(context.t, decoded(wanted), several=len(codes) > 1))


async def choose_region(update: Update, context: Context) -> None:
    """Of which region; those of a national role are many."""
    wanted, page = parts(update, 2)
    codes = context.served(await context.commit(user_of(update), overview.regions))
    t, old = context.t, decoded(wanted)
    rows = region_rows(
        t,
        codes,
        pick=lambda short: f"mo:l:{code(replace(old, region=region_code(short)))}:0",
        turn=lambda other: f"mo:region:{code(old)}:{other}",
        page=number(page),
    )
    await show(update, context, Screen(say(t, "filter.which.region"), [*rows, [_back(context, old)]]))


async def choose_kind(update: Update, context: Context) -> None:
    """Of which kind."""
    (wanted,) = parts(update, 1)
    await context.commit(user_of(update), overview.regions)
    t, old = context.t, decoded(wanted)
    names = [
        (t("filter.all.kind"), replace(old, kind="")),
        *((t(f"meeting.kind.{k}"), replace(old, kind=k)) for k in KINDS),
    ]
    await show(update, context, overview_screen.choice(t, "filter.which.kind", names, old))


async def choose_mine(update: Update, context: Context) -> None:
    """By what one has answered."""
    (wanted,) = parts(update, 1)
    await context.commit(user_of(update), overview.regions)
    t, old = context.t, decoded(wanted)
    names = [(t(f"filter.mine.{one}" if one else "filter.all.mine"), replace(old, mine=one)) for one in MINE]
    await show(update, context, overview_screen.choice(t, "filter.which.mine", names, old))


def _back(context: Context, wanted: Wanted) -> Button:
    return Button(context.t("button.back"), f"mo:f:{code(wanted)}")


async def open_month(update: Update, context: Context) -> None:
    """This month in the region where one lives, or in the first of one's own."""
    codes = await context.commit(user_of(update), overview.regions)
    home_region = context.who.member.region if context.who.member else ""
    found = home_region if home_region in codes else next(iter(codes), "")
    if not found:
        raise Refusal(Reason.OTHER_REGION)
    await _month(update, context, found, civil.today(context.now, region(found).zone).replace(day=1))


async def show_month(update: Update, context: Context) -> None:
    """Another month, or another region."""
    short, month = parts(update, 2)
    await _month(update, context, region_code(short), _first(month))


def _first(text: str) -> date:
    found = number(text)
    if not (1900 <= found // 100 <= 9000 and 1 <= found % 100 <= 12):
        raise Refusal(Reason.STALE)
    return date(found // 100, found % 100, 1)


async def _month(update: Update, context: Context, where: str, month: date) -> None:
    days = await context.commit(user_of(update), overview.month, where, month, context.now)
    several = len(context.served(await context.commit(user_of(update), overview.regions))) > 1
    t, short = context.t, region(where).short
    here = civil.today(context.now, region(where).zone)
    turns = []
    if overview.apart(month, here) > -overview.FARTHEST:
        before = overview.after(month, -1)
        turns.append(Button(f"◀ {t.month(f'{before:%Y-%m}')}", f"mo:m:{short}:{before:{MONTH}}"))
    if overview.apart(month, here) < overview.FARTHEST:
        later = overview.after(month)
        turns.append(Button(f"{t.month(f'{later:%Y-%m}')} ▶", f"mo:m:{short}:{later:{MONTH}}"))
    rows = [[Button(t("month.button.draw"), f"mo:png:{short}:{month:{MONTH}}")], turns]
    if several:
        rows.append([Button(t("month.button.region"), f"mo:w:{month:{MONTH}}:0")])
    found = sum(len(day.meetings) for day in days)
    said = t.count("month.some", found) if found else t("month.none")
    text = say(t, "month.title", month=_name(context, month), region=t.region(where)) + f"\n{said}"
    await show(update, context, Screen(text, [*rows, [Button(t("button.back"), "m:list"), home.back(t)]]))


def _name(context: Context, month: date) -> str:
    return context.t.month(f"{month:%Y-%m}").capitalize()


async def choose_place(update: Update, context: Context) -> None:
    """The month of which region."""
    month, page = parts(update, 2)
    codes = context.served(await context.commit(user_of(update), overview.regions))
    t, first = context.t, _first(month)
    rows = region_rows(
        t,
        codes,
        pick=lambda short: f"mo:m:{short}:{first:{MONTH}}",
        turn=lambda other: f"mo:w:{first:{MONTH}}:{other}",
        page=number(page),
    )
    await show(update, context, Screen(say(t, "filter.which.region"), [*rows, [Button(t("button.back"), "mo:now")]]))


async def draw(update: Update, context: Context) -> None:
    """The month as a picture: a file, for Telegram makes photos smaller than paper wants them."""
    short, month = parts(update, 2)
    where, first = region_code(short), _first(month)
    days = await context.commit(user_of(update), overview.month, where, first, context.now)
    await answer_tap(update)
    t = context.t
    cells = [
        Cell(day.day.day, day.holiday or "", tuple((t.hour(at), title) for at, title in day.meetings)) for day in days
    ]
    title = f"{_name(context, first)} – {t.region(where)}"
    names = [get_day_names(locale=t.language)[number] for number in range(month_picture.DAYS)]
    await context.bot.send_document(
        chat_of(update).id,
        await to_thread(month_picture.drawn, title, names, first.weekday(), cells),
        caption=t("month.file"),
        filename=f"{t('month.name')}-{first:%Y-%m}.png",
    )


TAPS = {
    "m:list": show_list,
    "mo:l": turn_page,
    "mo:p": show_past,
    "mo:more": show_more,
    "mo:f": show_filters,
    "mo:region": choose_region,
    "mo:kind": choose_kind,
    "mo:mine": choose_mine,
    "mo:now": open_month,
    "mo:m": show_month,
    "mo:w": choose_place,
    "mo:png": draw,
}
