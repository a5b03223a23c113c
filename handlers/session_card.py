"""Whether a supervision took place: asked of the two of them, and what each says."""

from handlers import home
from handlers.rules import people
from handlers.rules.sessions import Session
from handlers.screen import Button, Screen, say
from handlers.speech import Speech
from storage.members import Member

MOST = 4  # on one screen


def asked(t: Speech, reader: Member, found: list[Session]) -> Screen:
    """What is still to be said, the latest first; no word of what was said in it is wanted."""
    if not found:
        return Screen(t("session.none"), [[Button(t("button.back"), "sv:home"), home.back(t)]])
    lines, rows = [f"<b>{t('session.title')}</b>", t("session.promise")], list[list[Button]]()
    for place, one in enumerate(found[:MOST], 1):
        lines += ["", f"{place}. {_line(t, reader, one)}", *_said(t, one)]
        rows.append([_answer(t, place, one, took=took) for took in (True, False)])
    if len(found) > MOST:
        lines += ["", t.count("session.more", len(found) - MOST)]
    return Screen("\n".join(lines), [*rows, [Button(t("button.back"), "sv:home"), home.back(t)]])


def _line(t: Speech, reader: Member, one: Session) -> str:
    when = t.moment_for(one.opening.starts_at, one.opening.zone, people.zone(reader))
    return say(t, "session.line", when=when, name=one.other.first_name)


def _said(t: Speech, one: Session) -> list[str]:
    if one.mine is not None and one.theirs is None:
        return [say(t, "session.alone", name=one.other.first_name)]
    if not one.disputed:
        return []
    return [say(t, "session.disputed.no" if one.mine else "session.disputed.yes", name=one.other.first_name)]


def _answer(t: Speech, place: int, one: Session, *, took: bool) -> Button:
    label = t("session.place.yes" if took else "session.place.no", number=place)
    return Button("✓ " * (one.mine is took) + label, f"se:say:{int(took)}:{one.opening.id}:{one.member.id}")
