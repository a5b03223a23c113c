"""The people of a region and their roles: a list, a card a person, giving and taking with what it would change."""

from collections.abc import Callable
from html import escape

from telegram import Update

from handlers import home, slip
from handlers.context import Context, user_of
from handlers.menu import set_menu_of
from handlers.regions import region_rows
from handlers.routes import number, parts, region_code
from handlers.rules import people, roles
from handlers.rules.people import ROLES
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.regions import NATIONAL, region
from handlers.rules.roles import Card, Impact, Line, held_in
from handlers.screen import Button, Screen, say, show
from handlers.speech import Speech
from storage.members import Member

NAME = 24  # characters of a name in a button


async def choose_region(update: Update, context: Context) -> None:
    """Whose people; not asked of whoever coordinates one region only."""
    (page,) = parts(update, 1)
    codes = context.served(await context.commit(user_of(update), roles.regions))
    if len(codes) == 1:
        await _list(update, context, codes[0], 0)
        return
    t = context.t
    rows = region_rows(
        t, codes, pick=lambda short: f"e:list:{short}:0", turn=lambda other: f"e:in:{other}", page=number(page)
    )
    await show(update, context, Screen(say(t, "roles.region"), [*rows, [Button(t("button.back"), "e:home")]]))


async def open_list(update: Update, context: Context) -> None:
    """The people of a region, a page at a time."""
    short, page = parts(update, 2)
    await _list(update, context, region_code(short), number(page))


async def _list(update: Update, context: Context, code: str, page: int) -> None:
    lines, pages = await context.commit(user_of(update), roles.listed, code, page)
    t, short = context.t, region(code).short
    rows = [[Button(_line(t, line), f"e:who:{line.id}:{short}")] for line in lines]
    if pages > 1:
        rows.append([Button(t("roles.button.more"), f"e:list:{short}:{(page + 1) % pages}")])
    text = say(t, "roles.list" if lines else "roles.nobody", region=t.region(code))
    await show(update, context, Screen(text, [*rows, [Button(t("button.back"), "e:home"), home.back(t)]]))


def _line(t: Speech, line: Line) -> str:
    name = slip.shorten(line.first_name, NAME)
    return f"{name} – {', '.join(t(f'role.short.{role}') for role in line.roles)}"


async def open_card(update: Update, context: Context) -> None:
    """A person, and what can be given and taken in one region."""
    key, short = parts(update, 2)
    card = await context.commit(user_of(update), roles.look, number(key), region_code(short))
    await show(update, context, _card(context, card))


def _card(context: Context, card: Card) -> Screen:
    t, key, short = context.t, card.person.id, region(card.region).short
    held = held_in(card.person, card.region)
    rows = [[_change(t, card, role)] for role in ROLES]
    if held:
        rows.append([Button(t("roles.button.out"), f"e:out:{key}:{short}")])
    if len(context.served(card.regions)) > 1:
        rows.append([Button(t("roles.button.elsewhere"), f"e:also:{key}:0")])
    rows.append([Button(t("button.back"), f"e:list:{short}:0"), home.back(t)])
    text = say(
        t,
        "roles.card",
        name=card.person.first_name,
        home=t.region(card.person.region),
        roles=_said(t, card.person),
        region=t.region(card.region),
    )
    return Screen(text, rows)


def _change(t: Speech, card: Card, role: str) -> Button:
    key, short = card.person.id, region(card.region).short
    name = ROLES.index(role)
    if role in held_in(card.person, card.region):
        return Button(t(f"roles.button.take.{role}"), f"e:take:{key}:{name}:{short}")
    return Button(t(f"roles.button.give.{role}"), f"e:give:{key}:{name}:{short}")


def _said(t: Speech, person: Member) -> str:
    held = sorted(person.roles, key=lambda role: (ROLES.index(role.name), t.region(role.region)))
    return "\n".join(f"– {t(f'role.short.{role.name}')}, {t.region(role.region)}" for role in held) or t("roles.none")


async def elsewhere(update: Update, context: Context) -> None:
    """The same person in another region."""
    key, page = parts(update, 2)
    codes = context.served(await context.commit(user_of(update), roles.regions))
    t = context.t
    rows = region_rows(
        t,
        codes,
        pick=lambda short: f"e:who:{key}:{short}",
        turn=lambda other: f"e:also:{key}:{other}",
        page=number(page),
    )
    await show(update, context, Screen(say(t, "roles.region"), [*rows, [home.back(t)]]))


async def ask_give(update: Update, context: Context) -> None:
    """Before a role is given: what it lets this person do."""
    impact, short = await _weigh(update, context, taking=False)
    key, name = impact.card.person.id, ROLES.index(impact.role)
    yes = Button(context.t("roles.button.give_now"), f"e:giving:{key}:{name}:{short}", style="primary")
    await show(update, context, _question(context.t, impact, "give", yes))


async def ask_take(update: Update, context: Context) -> None:
    """Before a role is taken: who goes on doing it there."""
    impact, short = await _weigh(update, context, taking=True)
    key, name = impact.card.person.id, ROLES.index(impact.role)
    kind = "give_up" if impact.card.own else "take"
    yes = Button(context.t(f"roles.button.{kind}_now"), f"e:taking:{key}:{name}:{short}", style="danger")
    await show(update, context, _question(context.t, impact, kind, yes))


async def _weigh(update: Update, context: Context, *, taking: bool) -> tuple[Impact, str]:
    key, name, short = parts(update, 3)
    ids = number(key), _role(name), region_code(short)
    return await context.commit(user_of(update), roles.weigh, *ids, taking=taking), short


def _question(t: Speech, impact: Impact, kind: str, yes: Button) -> Screen:
    """The safe choice first."""
    card, role = impact.card, impact.role
    said = say(
        t,
        f"roles.{kind}",
        name=card.person.first_name,
        role=t(f"role.short.{role}"),
        region=t.region(card.region),
    )
    change = t(f"roles.means.{role}") if kind == "give" else _remaining(t, impact)
    return Screen(f"{said}\n\n{change}", [[_keep(t, card)], [yes]])


def _remaining(t: Speech, impact: Impact) -> str:
    """How many go on doing it in this region, and what happens when nobody does."""
    name = t("roles.you") if impact.card.own else escape(impact.card.person.first_name)
    if impact.others:
        return t.count(f"roles.remaining.{impact.role}", impact.others, name=name)
    nation = impact.role == "supervisor" and impact.card.region == NATIONAL
    return t("roles.alone.supervisor_nation" if nation else f"roles.alone.{impact.role}")


def _keep(t: Speech, card: Card) -> Button:
    back = f"e:who:{card.person.id}:{region(card.region).short}" if card.regions else "e:mine"
    return Button(t("roles.button.keep"), back)


async def give(update: Update, context: Context) -> None:
    """Given: the person is told, and finds it in their menu."""
    await _change_role(update, context, roles.give, "roles.given")


async def take(update: Update, context: Context) -> None:
    """Taken away, at once."""
    await _change_role(update, context, roles.take, "roles.taken")


async def _change_role(update: Update, context: Context, rule: Callable[..., tuple[Member, bool]], toast: str) -> None:
    key, name, short = parts(update, 3)
    version, code = context.house.random(16).hex(), region_code(short)
    person, _ = await context.commit(user_of(update), rule, number(key), _role(name), code, version, context.now)
    await _after(update, context, person, code, toast)


async def ask_out(update: Update, context: Context) -> None:
    """Before all roles of a region are taken."""
    key, short = parts(update, 2)
    card = await context.commit(user_of(update), roles.look, number(key), region_code(short))
    weighed = [
        await context.commit(user_of(update), roles.weigh, card.person.id, role, card.region, taking=True)
        for role in held_in(card.person, card.region)
    ]
    t = context.t
    said = say(t, "roles.out", name=card.person.first_name, region=t.region(card.region))
    changes = "\n".join(_remaining(t, impact) for impact in weighed)
    yes = Button(t("roles.button.out_now"), f"e:outing:{card.person.id}:{short}", style="danger")
    await show(update, context, Screen(f"{said}\n\n{changes}", [[_keep(t, card)], [yes]]))


async def out(update: Update, context: Context) -> None:
    """All roles of the region are gone."""
    key, short = parts(update, 2)
    version, code = context.house.random(16).hex(), region_code(short)
    person, _ = await context.commit(user_of(update), roles.take_all, number(key), code, version, context.now)
    await _after(update, context, person, code, "roles.taken")


async def _after(update: Update, context: Context, person: Member, code: str, toast: str) -> None:
    """The card as it is now; for whoever does not coordinate there any more, their own roles."""
    try:
        card = await context.commit(user_of(update), roles.look, person.id, code)
    except Refusal:
        screen = _own(context.t, await context.commit(user_of(update), people.own))
    else:
        screen = _card(context, card)
    given_up = toast == "roles.taken" and person.telegram_id == user_of(update).id
    await show(update, context, screen, context.t("roles.given_up" if given_up else toast))
    await set_menu_of(context.bot, person)


async def show_own(update: Update, context: Context) -> None:
    """What one may do here oneself, and giving it up."""
    person = await context.commit(user_of(update), people.own)
    await show(update, context, _own(context.t, person))


def _own(t: Speech, person: Member) -> Screen:
    held = [role for role in person.roles if role.name != "peer_worker"]
    several = len({role.region for role in held}) > 1
    rows = [
        [
            Button(
                t(f"roles.button.give_up.{role.name}") + (f", {t.region(role.region)}" if several else ""),
                f"e:take:{person.id}:{ROLES.index(role.name)}:{region(role.region).short}",
            )
        ]
        for role in sorted(held, key=lambda role: (ROLES.index(role.name), t.region(role.region)))[:6]
    ]
    return Screen(say(t, "roles.own", roles=_said(t, person)), [*rows, [home.back(t)]])


def _role(index: str) -> str:
    if number(index) >= len(ROLES):
        raise Refusal(Reason.STALE)
    return ROLES[number(index)]


TAPS = {
    "e:in": choose_region,
    "e:list": open_list,
    "e:who": open_card,
    "e:also": elsewhere,
    "e:give": ask_give,
    "e:giving": give,
    "e:take": ask_take,
    "e:taking": take,
    "e:out": ask_out,
    "e:outing": out,
    "e:mine": show_own,
}
