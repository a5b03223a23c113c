"""What in a text could give its writer or somebody else away, so that the preview can say it before it is sent."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from handlers.rules import giveaways_addresses, giveaways_names, giveaways_phones
from handlers.rules.giveaways_names import Known
from handlers.rules.giveaways_plain import Found, Plain, plain


class Kind(StrEnum):
    """What was found. To be told of NAME as « un prénom », never as a member: who belongs is nobody's business."""

    PHONE = "phone"
    EMAIL = "email"
    HANDLE = "handle"
    LINK = "link"
    OWN_NAME = "own_name"
    NAME = "name"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class Giveaway:
    """Words as they were written, of any length; `soft`: they may well mean something else, like « Rose »."""

    kind: Kind
    words: str
    soft: bool = False


_LOOKS = (
    giveaways_addresses.links,
    giveaways_addresses.emails,
    giveaways_addresses.domains,
    giveaways_addresses.handles,
    giveaways_phones.find,
)
_NOTHING = "\0"  # takes the place of what was found, so that nothing is found in it again


def find(
    text: str, own: str = "", names: Iterable[str] = (), organisations: Iterable[str] = ()
) -> tuple[Giveaway, ...]:
    """What gives somebody away, in the order of the text, each thing once.

    `own` is the writer's first name, `names` and `organisations` those of the directory. Any text will do.
    """
    searched = plain(text)
    known = giveaways_names.known(
        [
            (Kind.OWN_NAME, giveaways_names.of_person(own)),
            *((Kind.NAME, giveaways_names.of_person(name)) for name in names),
            *((Kind.ORGANISATION, giveaways_names.of_organisation(name)) for name in organisations),
        ]
    )
    once: dict[tuple[str, str], Giveaway] = {}
    for found in sorted(_everything(searched.text, known), key=lambda found: found.start):
        once.setdefault((found.kind, found.same), _giveaway(searched, found))
    return tuple(once.values())


def _giveaway(searched: Plain, found: Found) -> Giveaway:
    written = searched.written(found.start, found.end)
    # « un relais », without a capital, is hardly the Relais.
    soft = found.soft or (found.kind == Kind.ORGANISATION and written.islower())
    return Giveaway(Kind(found.kind), written, soft)


def _everything(text: str, known: Known) -> Iterator[Found]:
    for look in _LOOKS:
        found = list(look(text))
        yield from found
        text = _without(text, found)
    yield from giveaways_names.find(text, known)


def _without(text: str, found: list[Found]) -> str:
    pieces, at = [], 0
    for each in found:
        pieces += [text[at : each.start], _NOTHING * (each.end - each.start)]
        at = each.end
    return "".join([*pieces, text[at:]])
