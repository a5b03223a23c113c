"""The card of a question to the peers, or of an answer: as whose, where, and exactly what the group will see."""

from handlers import report_card, slip
from handlers.rules.questions import Prospect
from handlers.screen import Button, Screen, say
from handlers.speech import Speech
from storage.groups import Group

MOST = 4000  # characters of a message, with some to spare
SIGNED, UNSIGNED = "s", "a"
MODES = (SIGNED, UNSIGNED)


def posted(t: Speech, name: str, text: str, *, answer: bool) -> str:
    """What the group sees; no name: nobody signs."""
    kind = "answered" if answer else "asked"
    head = say(t, f"question.{kind}.signed", name=name) if name else say(t, f"question.{kind}.unsigned")
    return f"{head}\n{slip.quote(text)}"


def opening(t: Speech, about: str) -> Button:
    """The button below a question; its address lacks the bot's own."""
    return Button(t("question.button.answer"), url=f"q_{slip.code(bytes.fromhex(about))}")


def which(t: Speech, groups: list[Group], token: str) -> list[list[Button]]:
    """The groups, where there are several."""
    rows = [[Button(slip.shorten(group.title, 36), f"q:h:{group.id}:{token}")] for group in groups[:6]]
    return [*rows, [Button(t("button.cancel"), "q:x")]]


def modes(t: Speech, to: str, token: str) -> list[list[Button]]:
    """Signed or not."""
    return [
        [Button(t("question.button.signed"), f"q:v:s:{to}:{token}")],
        [Button(t("question.button.unsigned"), f"q:v:a:{to}:{token}")],
        [Button(t("button.cancel"), "q:x")],
    ]


def preview(t: Speech, group: Speech, found: Prospect, to: str, token: str, text: str, *, signed: bool) -> Screen:
    """Exactly what the group will see, in its language, when, and what could give its writer away."""
    mode, other = MODES if signed else MODES[::-1]
    said = [say(t, f"question.preview.{mode}", group=found.place.group.title)]
    if found.few:
        said.append(say(t, "question.few", region=t.region(found.place.box)))
    if not signed:
        said.append(say(t, "question.style"))
    shown = posted(group, found.member.first_name if signed else "", text, answer=found.place.answered is not None)
    room = MOST - len("\n\n".join(said)) - len(text)
    if found.giveaways:
        said.append(report_card.warning(t, found.giveaways, room))
    hint = "" if len(text) > report_card.NEARLY_FULL else f"\n{t('report.add_hint')}"
    rows = [
        [Button(t("button.send"), f"q:s:{mode}:{to}:{token}", style="success")],
        [Button(t(f"question.button.rather.{other}"), f"q:v:{other}:{to}:{token}")],
        [Button(t("button.cancel"), "q:x")],
    ]
    return Screen("\n\n".join([*said, shown]) + hint, rows)
