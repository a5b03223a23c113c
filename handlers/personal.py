"""What is kept of a person, given to them: a file to read, and the same for a program to read."""

import json
from html import escape

from telegram import Update

from handlers import home
from handlers.context import Context, chat_of, user_of
from handlers.rules import personal
from handlers.rules.meetings import start
from handlers.rules.people import zone
from handlers.rules.personal import Kept, Supervision
from handlers.screen import Screen, answer_tap, post
from handlers.speech import Speech
from storage.journal import Entry
from storage.meetings import Meeting
from storage.openings import Opening
from storage.polls import Poll
from storage.words import Word

Row = tuple[str, str]  # what it is, and what is kept
STYLE = "body{font:1rem/1.5 sans-serif;max-width:40rem;margin:auto;padding:1rem}dt{font-weight:bold;margin-top:.5rem}"


async def send(update: Update, context: Context) -> None:
    """Two files in this chat, or that there is nothing."""
    kept = await context.commit(user_of(update), personal.kept)
    await answer_tap(update)
    t, chat = context.t, chat_of(update).id
    if kept.member is None and kept.who.joining is None:
        await post(context, chat, Screen(t("personal.nothing"), [[home.below(t)]]))
        return
    for name, content in ((f"{t('personal.file')}.html", _page(t, kept)), (f"{t('personal.file')}.json", _data(kept))):
        await context.bot.send_document(chat, content.encode(), filename=name)
    await post(context, chat, Screen(t("personal.sent"), [[home.below(t)]]))


def _page(t: Speech, kept: Kept) -> str:
    """To be read by a person, on a phone, without any connection."""
    parts = [
        f"<h1>{escape(t('personal.title'))}</h1>",
        f"<p>{escape(t('personal.lead'))}</p>",
        _listed([(t(f"personal.{name}"), value) for name, value in _profile(t, kept)]),
    ]
    if kept.answers:
        parts.append(f"<h2>{escape(t('personal.answers'))}</h2>")
        parts.append(
            _listed([(_name(t, kept, meeting), t(f"meeting.answer.{word}")) for meeting, word in kept.answers])
        )
    if kept.prepared:
        parts.append(f"<h2>{escape(t('personal.prepared'))}</h2>")
        parts.append("<ul>" + "".join(f"<li>{escape(_name(t, kept, one))}</li>" for one in kept.prepared) + "</ul>")
    if kept.words:
        parts.append(f"<h2>{escape(t('personal.words'))}</h2>")
        parts.append(_listed([(_sent(t, word), word.text or "–") for word in kept.words]))
    if kept.votes:
        parts.append(f"<h2>{escape(t('personal.votes'))}</h2>")
        voted = [(f"{poll.title}, {t.wall(at)}", t(f"poll.vote.{vote}")) for poll, at, vote in kept.votes]
        parts.append(_listed(voted))
    if kept.polls:
        parts.append(f"<h2>{escape(t('personal.polls'))}</h2>")
        parts.append("<ul>" + "".join(f"<li>{escape(poll.title)}</li>" for poll in kept.polls) + "</ul>")
    parts += _meetings(t, kept)
    if kept.requests:
        parts.append(f"<h2>{escape(t('personal.requests'))}</h2>")
        parts.append(_listed([(title, t(f"personal.request.{state}")) for title, state in kept.requests]))
    if kept.journal:
        parts.append(f"<h2>{escape(t('personal.journal'))}</h2>")
        parts.append(_listed([(t.day(entry.day), _told(t, kept, entry)) for entry in kept.journal]))
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><style>{STYLE}</style>'
    title = escape(t("personal.title"))
    return f'<!doctype html><html lang="{t.language}"><head>{head}<title>{title}</title></head>{"".join(parts)}</html>'


def _meetings(t: Speech, kept: Kept) -> list[str]:
    """What was done at meetings, beside the answers."""
    told = {
        "standing": [f"{one.title} : {t(f'meeting.answer.{word}')}" for one, word in kept.standing],
        "facilitates": [_name(t, kept, one) for one in kept.facilitates],
        "there": [_name(t, kept, one) for one in kept.there],
        "proposed": [f"{_name(t, kept, meeting)} : {text}" for meeting, text in kept.proposed],
        "wanted": kept.wanted,
        "actions": [one.text for one in kept.actions],
        "supervision": [line for one in kept.supervision for line in _supervised(t, one)],
    }
    return [
        f"<h2>{escape(t(f'personal.{name}'))}</h2><ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"
        for name, lines in told.items()
        if lines
    ]


def _supervised(t: Speech, kept: Supervision) -> list[str]:
    """On either side; never a word of what was said, for nothing of it is there."""
    key = "personal.supervision"
    lines = [_appointment(t, opening, name) for _, opening, name in kept.seats]
    lines += [t(f"{key}.by", name=kept.by)] if kept.by is not None else []
    lines += [t.count(f"{key}.cases", kept.cases)] if kept.cases else []
    lines += [t.count(f"{key}.offered", len(kept.offered))] if kept.offered else []
    lines += [text for text in (kept.desk.place, kept.desk.link) if text]
    lines += [t.count("plan.every", one.every).capitalize() for one in kept.plans if one.every]
    lines += [t("followup.until", day=t.near(kept.snoozed))] if kept.snoozed is not None else []
    lines += [t(f"{key}.watch", week=t.week(one.week), region=t.region(one.region)) for one in kept.watches]
    return lines + [t(f"{key}.began", month=t.month(one.began)) for one in kept.plans if one.began]


def _appointment(t: Speech, opening: Opening, name: str) -> str:
    when = t.wall(opening.wall)
    return t("personal.supervision.seat", when=when, name=name) if name else when


def _listed(rows: list[Row]) -> str:
    return "<dl>" + "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in rows) + "</dl>"


def _profile(t: Speech, kept: Kept) -> list[Row]:
    member, joining = kept.member, kept.who.joining
    account = ("account", str(kept.who.telegram_id))
    if member is None:
        found = [(name, getattr(joining, name) or "–") for name in ("first_name", "organisation")] if joining else []
        return [account, *found]
    roles = sorted(f"{t(f'role.{role.name}')}, {t.region(role.region)}" for role in member.roles)
    return [
        account,
        ("first_name", member.first_name),
        ("language", member.language),
        ("region", t.region(member.region)),
        ("roles", " ; ".join(roles) or "–"),
        ("joined", t.month(member.joined)),
        ("organisation", member.organisation or "–"),
        ("directory", t("directory.listed" if member.directory else "directory.not_listed")),
        ("agreed", f"{member.promise}, {member.charter}"),
        ("state", t(f"personal.state.{member.state}")),
        ("stayed", t.month(member.stayed) if member.stayed else "–"),
        ("erased", t.day(member.erased_on) if member.erased_on else "–"),
        ("inviting", kept.inviting.label or t(f"role.{kept.inviting.role}") if kept.inviting else "–"),
        ("quiet", t(f"settings.quiet.{member.quiet}")),
        ("display", t("settings.display.simple" if member.simple else "settings.display.usual")),
        ("paused_until", t.day(member.paused_until) if member.paused_until else "–"),
        ("feed", t("personal.feed.exists") if kept.feed else "–"),
        ("told", str(len(kept.told))),
        ("muted", ", ".join(t(f"settings.kind.{kind}") for kind in kept.muted) or "–"),
    ]


def _name(t: Speech, kept: Kept, meeting: Meeting) -> str:
    if meeting.starts_at is None or kept.member is None:
        return meeting.title
    return f"{meeting.title}, {t.moment_for(start(meeting), meeting.zone, zone(kept.member))}"


def _sent(t: Speech, word: Word) -> str:
    day = t.day(word.sent_on) if word.sent_on else t("draft.open")
    return f"{day}, {t.region(word.region)}"


def _told(t: Speech, kept: Kept, entry: Entry) -> str:
    """The line of the journal, with no other name than the reader's own."""
    role = t(f"role.short.{entry.role}") if entry.role else ""
    own, other = kept.member, t("personal.someone")
    actor, member = (own.first_name if own and own.id == one else other for one in (entry.actor, entry.member))
    return t(f"journal.{entry.told}", actor=actor, member=member, role=role, region=t.region(entry.region))


def _data(kept: Kept) -> str:
    """To be read by another program: names in English, nothing translated."""
    member, joining = kept.member, kept.who.joining
    told: dict[str, object] = {"telegram_id": kept.who.telegram_id, "language": kept.who.language}
    if member is not None:
        told |= {
            name: getattr(member, name)
            for name in ("first_name", "region", "organisation", "directory", "joined", "promise", "charter", "state")
        }
        told |= {"stayed": member.stayed, "erased_on": member.erased_on and member.erased_on.isoformat()}
        told |= {"quiet": member.quiet, "simple": member.simple, "shown": member.shown}
        told["paused_until"] = member.paused_until.isoformat() if member.paused_until else None
        told["roles"] = [{"role": role.name, "region": role.region} for role in sorted(member.roles, key=repr)]
    elif joining is not None:
        told |= {name: getattr(joining, name) for name in ("first_name", "region", "organisation")}
    told["answers"] = [{**_meeting(meeting), "answer": word} for meeting, word in kept.answers]
    told["inviting"] = _inviting(kept)
    told["prepared"] = [_meeting(meeting) for meeting in kept.prepared]
    told["standing"] = [{**_meeting(meeting), "answer": word} for meeting, word in kept.standing]
    told["facilitates"] = [_meeting(meeting) for meeting in kept.facilitates]
    told["there"] = [_meeting(meeting) for meeting in kept.there]
    told["proposed"] = [{**_meeting(meeting), "text": text} for meeting, text in kept.proposed]
    told["wanted"] = kept.wanted
    told["actions"] = [{"text": one.text, "who": one.who, "done": one.done} for one in kept.actions]
    told["words"] = [_word(word) for word in kept.words]
    told["votes"] = [
        {**_poll(poll), "at": at.isoformat(timespec="minutes"), "vote": vote} for poll, at, vote in kept.votes
    ]
    told["polls"] = [_poll(poll) for poll in kept.polls]
    told["journal"] = [_act(entry, member.id if member else 0) for entry in kept.journal]
    told["requests"] = [{"group": title, "state": state} for title, state in kept.requests]
    told["supervision"] = [_appointments(one) for one in kept.supervision]
    told["muted"] = kept.muted
    told["calendar_address"] = kept.feed
    told["notices"] = [{"kind": kind, "state": state, "at": at.isoformat()} for kind, state, at in kept.told]
    return json.dumps(told, ensure_ascii=False, indent=2)


def _appointments(kept: Supervision) -> dict[str, object]:
    return {
        "seats": [
            {
                "at": _civil(opening),
                "with": name or None,
                "you_say": booking.member_says,
                "they_say": booking.supervisor_says,
            }
            for booking, opening, name in kept.seats
        ],
        "asked_to_take": [one.opening_id for one in kept.asked],
        "supervised_by": kept.by,
        "supervises": kept.cases,
        "offered": [{"at": _civil(one), "minutes": one.minutes, "state": one.state} for one in kept.offered],
        "watches": [{"region": one.region, "week": one.week.isoformat(), "away": one.away} for one in kept.watches],
        "place": kept.desk.place,
        "link": kept.desk.link,
        "put_off_until": kept.snoozed and kept.snoozed.isoformat(),
        "digest": {"pace": kept.desk.pace, "hour": kept.desk.hour},
        "rhythm": [{"weeks": one.every, "format": one.format, "in_post_since": one.began} for one in kept.plans],
    }


def _civil(opening: Opening) -> str:
    return opening.wall.isoformat(timespec="minutes")


def _word(word: Word) -> dict[str, object]:
    sent_on = word.sent_on.isoformat() if word.sent_on else None
    return {
        "region": word.region,
        "audience": word.audience,
        "text": word.text,
        "state": word.state,
        "sent_on": sent_on,
    }


def _inviting(kept: Kept) -> dict[str, object] | None:
    """The invitation in preparation; what was made of others belongs to their regions."""
    found = kept.inviting
    return None if found is None else {"role": found.role, "regions": found.regions, "label": found.label}


def _act(entry: Entry, number: int) -> dict[str, object]:
    """Without the number of anybody else."""
    return {
        "day": entry.day.isoformat(),
        "kind": entry.kind,
        "region": entry.region,
        "role": entry.role,
        "done_by_you": entry.actor == number,
        "done_to_you": entry.member == number,
    }


def _meeting(meeting: Meeting) -> dict[str, object]:
    at = meeting.wall.isoformat(timespec="minutes") if meeting.wall else None
    return {"title": meeting.title, "region": meeting.region, "at": at, "zone": meeting.zone}


def _poll(poll: Poll) -> dict[str, object]:
    return {"title": poll.title, "region": poll.region, "zone": poll.zone}


TAPS = {"o:data": send}
