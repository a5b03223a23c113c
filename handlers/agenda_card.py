"""The agenda of a meeting: its items with their votes, and for who runs it their order."""

from collections.abc import Callable
from html import escape

from handlers import home, meeting_card
from handlers.rules.agenda import Agenda, Point
from handlers.screen import Button, Screen, say, turns
from handlers.speech import Speech
from storage.actions import Action

PAGE, FEW, BESIDE = 8, 4, 4  # items on a page, on a simple one; numbers in a row
LEFT = 5  # of what is still to be done from before


def card(t: Speech, found: Agenda, page: int = 0) -> Screen:
    """What will be spoken of; a number gives one’s vote and takes it back."""
    lines = [*_head(t, found, "agenda.title"), *_left(t, found), *_items(t, found, page), "", _hint(t, found)]
    key, rows = found.meeting.id, list[list[Button]]()
    if found.open:
        rows += _beside([_vote(t, point, place, page) for place, point in _shown(t, found, page)])
    rows += _turns(t, found, page, _see)
    if found.open:
        rows.append([Button(t("agenda.button.propose"), f"ag:new:{key}")])
        rows += [
            [_withdraw(t, point, place)] for place, point in _shown(t, found, page) if point.own and not found.leads
        ]
    if found.carried:
        rows.append([Button(t("agenda.button.carried"), f"ac:left:{key}")])
    if found.leads and found.open and found.points:
        rows.append([Button(t("agenda.button.run"), f"ag:run:0:{key}")])
    if found.leads and found.fixed and not found.begun:
        rows.append([Button(t("agenda.button.unfix"), f"ag:fix:0:{key}")])
    return Screen("\n".join(lines), [*rows, [home.below(t)]])


def run(t: Speech, found: Agenda, page: int = 0) -> Screen:
    """For who runs the meeting: a number opens an item, to be moved or taken off."""
    lines = [*_head(t, found, "agenda.run"), *_items(t, found, page), "", t("agenda.run.hint")]
    key = found.meeting.id
    numbers = [_number(t, place, f"ag:item:{point.item.id}") for place, point in _shown(t, found, page)]
    fix = [Button(t("agenda.button.fix"), f"ag:fix:1:{key}", style="success")]
    rows = [*_beside(numbers), *_turns(t, found, page, _run), *([fix] if found.points else [])]
    return Screen("\n".join(lines), [*rows, [Button(t("button.back"), f"ag:see:0:{key}")]])


def item(t: Speech, found: Agenda, place: int) -> Screen:
    """One of them, where it stands."""
    point, key = found.points[place], found.meeting.id
    own = point.item.id
    lines = [*_head(t, found, "agenda.item", number=place + 1, most=len(found.points)), _line(t, point, place)]
    moves = [("up", place - 1)] * (place > 0) + [("down", place + 1)] * (place + 1 < len(found.points))
    rows = [[Button(t(f"agenda.button.{way}"), f"ag:move:{to}:{own}") for way, to in moves]] if moves else []
    rows.append([Button(t("agenda.button.remove"), f"ag:cut:{own}")])
    return Screen("\n".join(lines), [*rows, [Button(t("button.back"), f"ag:run:0:{key}")]])


def removing(t: Speech, found: Agenda, place: int) -> Screen:
    """What goes with it; the safe choice comes first."""
    point = found.points[place]
    text = f"<b>{t('agenda.remove')}</b>\n\n{_line(t, point, place)}\n\n{t('agenda.remove.sure')}"
    rows = [
        [Button(t("agenda.button.keep"), f"ag:item:{point.item.id}")],
        [Button(t("agenda.button.out"), f"ag:out:{point.item.id}", style="danger")],
    ]
    return Screen(text, rows)


def ways(t: Speech, meeting_id: int, own: int) -> list[list[Button]]:
    """As whose an item is proposed."""
    return [
        [Button(t("question.button.signed"), f"ag:add:s:{own}:{meeting_id}")],
        [Button(t("question.button.unsigned"), f"ag:add:a:{own}:{meeting_id}")],
        [Button(t("button.cancel"), f"ag:drop:{meeting_id}")],
    ]


def action(t: Speech, one: Action) -> str:
    """« Awa, avant le vendredi 12 juin 2026 : relancer la mairie », as somebody may have typed it."""
    who, until = one.who, None if one.until is None else t("minutes.until", day=t.day(one.until))
    head = ", ".join(filter(None, [who, until]))
    return f"{head}{t('minutes.colon')}{one.text}" if head else one.text


def _head(t: Speech, found: Agenda, key: str, **values: object) -> list[str]:
    when = meeting_card.moment(t, found.meeting, found.zone)
    return [f"<b>{t(key, **values)}</b>", escape(found.meeting.title), escape(when), ""]


def _left(t: Speech, found: Agenda) -> list[str]:
    """What is still to be done from before comes first, by itself."""
    if not found.carried:
        return []
    lines = [t("agenda.carried"), *(f"– {escape(action(t, one))}" for one in found.carried[:LEFT])]
    if (more := len(found.carried) - LEFT) > 0:
        lines.append(t.count("agenda.more", more))
    return [*lines, ""]


def _size(t: Speech) -> int:
    return FEW if t.simple else PAGE


def _shown(t: Speech, found: Agenda, page: int) -> list[tuple[int, Point]]:
    first = page * _size(t)
    return list(enumerate(found.points))[first : first + _size(t)]


def _items(t: Speech, found: Agenda, page: int) -> list[str]:
    return [_line(t, point, place) for place, point in _shown(t, found, page)] or [t("agenda.empty")]


def _line(t: Speech, point: Point, place: int) -> str:
    signed = say(t, "agenda.signed", name=point.name) if point.name else ""
    votes = t.count("agenda.votes", point.votes) if point.votes else t("agenda.no_vote")
    own = t("agenda.yours") if point.mine else ""
    return f"<b>{place + 1}.</b> {escape(point.item.text)}{signed}\n<i>{votes}{own}</i>"


def _hint(t: Speech, found: Agenda) -> str:
    if found.open:
        return t("agenda.hint" if found.points else "agenda.hint.first")
    return t("agenda.fixed" if found.fixed else "agenda.over")


def _vote(t: Speech, point: Point, place: int, page: int) -> Button:
    data = f"ag:v:{int(not point.mine)}:{page}:{point.item.id}"
    return _number(t, place, data, "agenda.number.voted" if point.mine else "agenda.number")


def _withdraw(t: Speech, point: Point, place: int) -> Button:
    text = t("agenda.withdraw", number=place + 1)
    return Button(text, f"ag:out:{point.item.id}")


def _number(t: Speech, place: int, data: str, key: str = "agenda.number") -> Button:
    text = t(key, number=place + 1)
    return Button(text, data)


def _beside(buttons: list[Button]) -> list[list[Button]]:
    return [buttons[n : n + BESIDE] for n in range(0, len(buttons), BESIDE)]


def _turns(t: Speech, found: Agenda, page: int, turn: Callable[[int, int], str]) -> list[list[Button]]:
    more = len(found.points) > (page + 1) * _size(t)
    before, after = t("agenda.button.before"), t("agenda.button.after")
    return turns(before, after, page, lambda other: turn(other, found.meeting.id), more=more)


def _see(page: int, key: int) -> str:
    return f"ag:see:{page}:{key}"


def _run(page: int, key: int) -> str:
    return f"ag:run:{page}:{key}"
