"""Names of people and organisations in a text: whole words, whatever their case, accents, elision or plural."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import dropwhile, pairwise

from handlers.rules.giveaways_plain import Found, plain, words

Words = tuple[str, ...]

_WORD = re.compile(r"[^\W_]+")
_WIDEST_GAP = 3  # letters between two words of one name: « Marie - Claire »
# Words of every text: as a nickname, or as part of a name, they tell nothing.
_LITTLE = words(
    "a ai an and au aux avec ce ces cet cette comme d dans de des du elle elles en est et eux il ils j je l la le les "
    "leur leurs lui m ma mais me mes moi mon my n ne ni non nos notre nous of on or ou oui par pas pour qu que qui s "
    "sa sans se ses si son sur t ta te tes the to toi ton tu un une vos votre vous y you"
)
# First names that are words as well: « Rose est venue », « une rose ».
_ALSO_WORDS = words(
    "aime ambre ange angel anis aube aurore automne avril barbe belle bien blanche bonne cerise cher "
    "cheri cherie claire clair clement clemence colombe come constance constant desire desiree don douce dune "
    "espoir esperance faith felicite fleur flore franc france franck gaspard gentil grace grand guy harmonie hope "
    "iris jade jasmin jean jeanne jeannot jo joie joseph joy juste juin laure laurent leger lily lin lou "
    "lucide luna lune lys mai malice marc marguerite marin marine mark martin max merci merlin modeste "
    "noel oceane olive olivier opale pascal patience paul perle petit pierre placide prudence prune raison reine "
    "rene robin romain rose ruby rubis sage satin serein serge sol soleil sue sylvestre toussaint "
    "valentin valentine victoire violette vivant will"
)
_KINDS_OF_HOUSES = words(
    "accueil agence asso association centre chrs collectif esat federation fondation foyer gem groupe hopital la le "
    "les l maison pole pension reseau residence samsah savs service services ssiad"
)


Known = Mapping[Words, tuple[str, bool]]


def of_person(name: str) -> Iterator[tuple[Words, bool]]:
    """What a first name or nickname is looked for by, and whether softly; nothing for « Moi »."""
    whole = tuple(_WORD.findall(plain(name).text))
    telling = [word for word in whole if _tells(word)]
    if telling:
        yield whole, len(whole) == 1 and whole[0] in _ALSO_WORDS
    if len(whole) > 1:
        yield from (((word,), len(telling) > 1 or word in _ALSO_WORDS) for word in telling)


def of_organisation(name: str) -> Iterator[tuple[Words, bool]]:
    """What an organisation is looked for by, and whether softly: its name, without « Association » as well."""
    whole = tuple(_WORD.findall(plain(name).text))
    short = tuple(dropwhile(lambda word: word in _LITTLE | _KINDS_OF_HOUSES, whole))
    if any(map(_tells, whole)):
        yield from _either_number(whole, not short or (len(whole) == 1 and whole[0] in _ALSO_WORDS))
    if short != whole and any(map(_tells, short)):
        yield from _either_number(short, len(short) == 1)


def _either_number(name: Words, soft: bool) -> Iterator[tuple[Words, bool]]:
    """« Les Restos » is also found as « le Resto »."""
    yield name, soft
    yield tuple(map(_singular, name)), soft or len(name) == 1


def _tells(word: str) -> bool:
    return len(word) > 1 and word not in _LITTLE


def known(entries: Iterable[tuple[str, Iterable[tuple[Words, bool]]]]) -> Known:
    """Everything to look for, by its words; what comes first goes before, and what is firm before what is soft."""
    found: dict[Words, tuple[str, bool]] = {}
    every = [(wanted, kind, soft) for kind, each in entries for wanted, soft in each]
    for wanted, kind, soft in sorted(every, key=lambda entry: entry[2]):
        found.setdefault(wanted, (kind, soft))
    return found


def find(text: str, names: Known) -> Iterator[Found]:
    """The names of a plain text, in order; where one holds another, the longer."""
    spans = [found.span() for found in _WORD.finditer(text)]
    read = [text[start:end] for start, end in spans]
    longest = max(map(len, names), default=0)
    at = 0
    while at < len(read):
        size = min(longest, _near(spans[at : at + longest]))
        while size and (entry := _entry(names, read[at : at + size])) is None:
            size -= 1
        if size and entry:
            start, end = spans[at][0], spans[at + size - 1][1]
            yield Found(start, end, entry[0], text[start:end], entry[1])
        at += size or 1


def _near(spans: list[tuple[int, int]]) -> int:
    """How many words from the first on stand close enough to be one name."""
    for number, ((_, end), (start, _)) in enumerate(pairwise(spans), start=1):
        if start - end > _WIDEST_GAP:
            return number
    return len(spans)


def _entry(names: Known, read: list[str]) -> tuple[str, bool] | None:
    if (exact := names.get(tuple(read))) is not None:
        return exact
    if (singular := names.get(tuple(map(_singular, read)))) is not None:
        # A first name seldom has a plural: « les roses » are flowers.
        return singular[0], singular[1] or len(read) == 1
    return None


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word
