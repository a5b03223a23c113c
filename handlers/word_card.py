"""A word to many on the screen: in preparation, as it is read, before it is sent, and what has become of it."""

from html import escape

from handlers import home
from handlers.rules.audiences import AUDIENCES, WHOLE, Choice
from handlers.rules.regions import NATIONAL
from handlers.rules.words import RECEIVED, STOPPED, Impact, Report, View
from handlers.screen import Button, Screen, say
from handlers.slip import quote, shorten
from handlers.speech import Speech
from storage.words import Word

QUOTED = 300  # characters of the text on the card of a word that was sent
BEGINNING = 24  # characters of a text in a button
# What ended otherwise than received, in the order of the report.
REST = (STOPPED, "unreachable", "paused", "dropped", "unknown", "failed")
FAILED = ("failed", "expired")


def button(t: Speech) -> Button:
    """The way in, for coordinators."""
    return Button(t("word.button.new"), "wd:new")


def to(t: Speech, view: View) -> str:
    """Whom it goes to, or went to."""
    word = view.word
    if view.to is None:
        return t("word.to.gone")
    if word.audience == WHOLE and word.region == NATIONAL:
        return t("word.to.everyone")
    return t(f"word.to.{word.audience}", name=name(t, word.audience, view.to), region=t.region(word.region))


def name(t: Speech, kind: str, choice: Choice) -> str:
    """What an audience is narrowed to: by the name people gave it, or by ours."""
    if not choice.argument:
        return ""
    if not choice.title:
        return t(f"word.{kind}.{choice.argument}")
    return t("meetings.line", title=choice.title, when=t.wall(choice.wall)) if choice.wall else choice.title


def card(t: Speech, view: View) -> Screen:
    """The word in preparation."""
    key = view.word.id
    rows = [
        [
            Button(t("word.button.rewrite" if view.word.text else "word.button.text"), f"wd:text:{key}"),
            Button(t("word.button.to"), f"wd:to:{key}"),
        ],
        [Button(t("word.button.sent"), "wd:list")],
        [Button(t("draft.button.discard"), f"wd:drop:{key}", style="danger"), home.back(t)],
    ]
    if view.word.text:
        tries = [Button(t("word.button.preview"), f"wd:look:{key}"), Button(t("word.button.try"), f"wd:try:{key}")]
        rows[1:1] = [tries, [Button(t("word.button.send"), f"wd:sure:{key}", style="success")]]
    return Screen(say(t, "word.card", to=to(t, view)) + "\n" + _text(t, view.word), rows)


def _text(t: Speech, word: Word) -> str:
    return quote(word.text) if word.text else t("word.no_text")


def asking(t: Speech, view: View) -> Screen:
    """The card while its text is asked for below."""
    return Screen(t("word.asked"), [_back(t, view)])


def _back(t: Speech, view: View) -> list[Button]:
    return [Button(t("button.back"), f"wd:show:{view.word.id}")]


def kinds(t: Speech, view: View, *, elsewhere: bool) -> Screen:
    """To whom, by kind."""
    key = view.word.id
    rows = [[Button(t(f"word.kind.{kind}"), f"wd:kind:{kind}:{key}")] for kind in AUDIENCES]
    if elsewhere:
        rows.append([Button(t("button.other_region"), f"wd:where:{key}:0")])
    return Screen(say(t, "word.ask.to", region=t.region(view.word.region)), [*rows, _back(t, view)])


def choices(t: Speech, view: View, kind: str, found: list[Choice]) -> Screen:
    """To whom, within a kind."""
    key = view.word.id
    rows = [[Button(name(t, kind, one), f"wd:set:{kind}:{one.argument}:{key}")] for one in found]
    text = say(t, f"word.ask.{kind}" if found else f"word.none.{kind}", region=t.region(view.word.region))
    return Screen(text, [*rows, [Button(t("button.back"), f"wd:to:{key}")]])


def message(t: Speech, word: Word, rows: list[list[Button]]) -> Screen:
    """The word exactly as it is read."""
    title = "word.title.national" if word.region == NATIONAL else "word.title"
    lead = say(t, title, region=t.region(word.region))
    return Screen(f"{lead}\n\n{escape(word.text or '')}", rows)


def read(t: Speech, word: Word, *, group: bool = False) -> Screen:
    """For its readers; in a group there is nobody to count."""
    return message(t, word, [] if group else [[Button(t("word.button.seen"), f"wd:seen:{word.id}", style="primary")]])


def seen(t: Speech, word: Word) -> Screen:
    """The same for who has said that they have seen it."""
    return message(t, word, [[Button(t("word.button.seen_already"), f"wd:seen:{word.id}")]])


def trial(t: Speech, view: View, *, preview: bool = False) -> Screen:
    """The same for its author, whose tap is not counted; a preview has the way back below."""
    rows = [[Button(t("word.button.seen"), "wd:trial", style="primary")]]
    if view.word.audience == "group":
        rows = []
    return message(t, view.word, [*rows, _back(t, view)] if preview else rows)


def confirmation(t: Speech, impact: Impact, *, changed: bool = False) -> Screen:
    """What will be sent, to how many; the safe choice comes first."""
    view, readers = impact.view, impact.readers
    key, number = view.word.id, len(readers.reached)
    lines = [say(t, "word.sure", to=to(t, view))]
    if changed:
        lines.insert(0, t("word.changed"))
    if view.word.audience == "group":
        lines.append(t("word.once_there"))
        send = t("word.button.post")
    else:
        lines += [t.count("word.people", number), *_others(t, impact), t("word.quiet")]
        send = t.count("word.now", number)
    rows = [
        [Button(t("draft.button.not_yet"), f"wd:show:{key}")],
        [Button(send, f"wd:send:{key}:{impact.mark}", style="success")],
    ]
    return Screen("\n".join([*lines, _text(t, view.word)]), rows)


def _others(t: Speech, impact: Impact) -> list[str]:
    readers = impact.readers
    found = {"paused": len(readers.paused), "unreachable": len(readers.unreachable)}
    return [t.count(f"word.but.{state}", number) for state, number in found.items() if number]


def report(t: Speech, found: Report, *, living: bool = True) -> Screen:
    """What has become of it. A `living` card is kept true, so what else is opened stands below it."""
    key, waiting = found.view.word.id, found.waiting
    state = "sending" if waiting and found.view.word.state == "sending" else _ended(found)
    lines = [say(t, f"word.state.{state}", to=to(t, found.view)), *_numbers(t, found)]
    if found.view.word.text:
        lines.append(quote(shorten(found.view.word.text, QUOTED)))
    rows = []
    if state == "sending":
        rows.append([Button(t("word.button.stop"), f"wd:stop:{key}" if living else f"wd:halt:{key}", style="danger")])
    if living:
        rows.append([home.below(t)])
    else:
        rows.append([Button(t("word.button.again"), f"wd:o:{key}")] if waiting else [])
        rows.append([Button(t("button.back"), "wd:list"), home.back(t)])
    return Screen("\n".join(lines), [row for row in rows if row])


def _ended(found: Report) -> str:
    return "stopped" if found.view.word.state == "stopped" else "sent"


def _numbers(t: Speech, found: Report) -> list[str]:
    states = found.states
    if found.view.word.audience == "group":
        posted = "waiting" if found.waiting else "posted" if found.received else "lost"
        return [t(f"word.group.{posted}")]
    lines = [t.count("word.received", found.received, total=found.total)]
    if states[RECEIVED[1]]:
        lines.append(t.count("word.seen", states[RECEIVED[1]]))
    if found.waiting:
        lines.append(t.count("word.waiting", found.waiting))
    rest = {state: states[state] for state in REST} | {"failed": sum(states[state] for state in FAILED)}
    return [*lines, *(t.count(f"word.rest.{state}", number) for state, number in rest.items() if number)]


def line(t: Speech, view: View) -> Button:
    """A word in a list: how it begins, as long as its text is kept, and its day."""
    word = view.word
    day = t.day(word.sent_on) if word.sent_on else ""
    begins = " ".join(word.text.split()) if word.text else to(t, view)
    label = t("meetings.line", title=shorten(begins, BEGINNING), when=day)
    return Button(label, f"wd:o:{word.id}")
