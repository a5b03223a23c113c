"""Decisions and actions: as they will be read before they are shared, then with what each reader can do about them."""

from collections.abc import Iterable
from html import escape

from handlers import home, meeting_card
from handlers.agenda_card import action
from handlers.rules import minutes
from handlers.rules.actions import Line, Minutes
from handlers.screen import Button, Screen, pairs, turns
from handlers.speech import Speech
from storage.actions import Action

PAGE, FEW = 6, 3


def written(t: Speech, lines: Iterable[minutes.Line]) -> str:
    """The lines as they will be read; read again, they mean the same."""
    return "\n".join(_written(t, Action(0, 0, one.kind, 0, one.text, one.who, one.until)) for one in lines)


def _written(t: Speech, one: Action) -> str:
    kind = t(f"minutes.{one.kind}")
    return f"{kind}{t('minutes.colon')}{action(t, one)}"


def sure(t: Speech, meeting_id: int, own: int) -> list[list[Button]]:
    """Below what will be shared."""
    return [
        [Button(t("minutes.button.share"), f"ac:send:{own}:{meeting_id}", style="success")],
        [Button(t("button.cancel"), f"ac:drop:{meeting_id}")],
    ]


def page_of(t: Speech, found: Minutes, action_id: int) -> int:
    """The page on which a line stands."""
    numbers = [one.action.id for one in found.lines]
    return numbers.index(action_id) // (FEW if t.simple else PAGE) if action_id in numbers else 0


def card(t: Speech, found: Minutes, page: int = 0) -> Screen:
    """What a meeting came to, page by page."""
    key, most = found.meeting.id, FEW if t.simple else PAGE
    shown = list(enumerate(found.lines))[page * most : (page + 1) * most]
    lines = [*_head(t, found, "minutes.title"), *_told(t, shown)] if shown else _none(t, found)
    rows = pairs([button for place, one in shown for button in _buttons(t, one, place, 0)])
    before, after, more = t("agenda.button.before"), t("agenda.button.after"), len(found.lines) > (page + 1) * most
    rows += turns(before, after, page, lambda other: f"ac:see:{other}:{key}", more=more)
    if found.leads:
        rows.append([Button(t("minutes.button.write"), f"ac:new:{key}", style="primary")])
    if found.leads and found.lines:
        rows.append([Button(t("minutes.button.edit"), f"ac:edit:{page}:{key}")])
    return Screen("\n".join(lines), [*rows, [home.below(t)]])


def left(t: Speech, found: Minutes) -> Screen:
    """What is still to be done, before the next meeting."""
    shown = list(enumerate(found.lines))[: FEW if t.simple else PAGE]
    lines = [*_head(t, found, "minutes.left"), *(_told(t, shown) or [t("minutes.all_done")])]
    if (more := len(found.lines) - len(shown)) > 0:
        lines += ["", t.count("agenda.more", more)]
    rows = pairs([button for place, one in shown for button in _buttons(t, one, place, found.meeting.id)])
    return Screen("\n".join(lines), [*rows, [home.below(t)]])


def edit(t: Speech, found: Minutes, page: int) -> Screen:
    """For who wrote them: which line was wrong."""
    key, most = found.meeting.id, FEW if t.simple else PAGE
    shown = list(enumerate(found.lines))[page * most : (page + 1) * most]
    lines = [*_head(t, found, "minutes.edit"), *_told(t, shown)]
    numbers = [(t("agenda.number", number=place + 1), one.action.id) for place, one in shown]
    buttons = [Button(text, f"ac:cut:{own}") for text, own in numbers]
    return Screen("\n".join(lines), [*pairs(buttons), [Button(t("button.back"), f"ac:see:{page}:{key}")]])


def removing(t: Speech, found: Minutes, one: Line) -> Screen:
    """What would go; the safe choice comes first."""
    text = f"<b>{t('minutes.remove')}</b>\n\n{escape(_written(t, one.action))}\n\n{t('minutes.remove.sure')}"
    rows = [
        [Button(t("minutes.button.keep"), f"ac:see:0:{found.meeting.id}")],
        [Button(t("minutes.button.out"), f"ac:out:{one.action.id}", style="danger")],
    ]
    return Screen(text, rows)


def _head(t: Speech, found: Minutes, key: str) -> list[str]:
    when = meeting_card.moment(t, found.meeting, found.zone)
    return [f"<b>{t(key)}</b>", escape(found.meeting.title), escape(when)]


def _none(t: Speech, found: Minutes) -> list[str]:
    return [*_head(t, found, "minutes.title"), "", t("minutes.none")]


def _told(t: Speech, shown: list[tuple[int, Line]]) -> list[str]:
    lines, kind = list[str](), ""
    for place, one in shown:
        if one.action.kind != kind:
            kind = one.action.kind
            lines += ["", f"<b>{t(f'minutes.{kind}s')}</b>"]
        end = f" – <i>{t('minutes.done')}</i>" if one.action.done else ""
        own = f" – <i>{t('minutes.own')}</i>" if one.own else ""
        lines.append(f"{place + 1}. {escape(action(t, one.action))}{end}{own}")
    return lines


def _buttons(t: Speech, one: Line, place: int, before: int) -> list[Button]:
    """What this reader can do about a line; `before` is the meeting whose list this is, 0 on the minutes themselves."""
    found, key = list[tuple[str, str]](), one.action.id
    if one.closes and one.action.done:
        found.append(("reopen", f"ac:reopen:{before}:{key}"))
    elif one.closes:
        found.append(("done", f"ac:done:{before}:{key}"))
    if one.own:
        found.append(("leave", f"ac:leave:{before}:{key}"))
    elif one.free:
        found.append(("take", f"ac:take:{before}:{key}"))
    texts = [t(f"minutes.number.{way}", number=place + 1) for way, _ in found]
    return [Button(text, data) for text, (_, data) in zip(texts, found, strict=True)]
