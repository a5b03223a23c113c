"""Addresses in a text: e-mails, links, bare domains, @names."""

import re
from collections.abc import Iterator

from handlers.rules.giveaways_plain import Found, words

# Each pattern takes a run as a whole or not at all, so that no text makes it look at a letter many times.
_LINK = re.compile(r"\b(?:https?|ftp|tg)://\S++|(?<![\w.@-])www\.\S++|(?<![\w.@-])(?:t|wa|m)\.me/\S++")
_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]++@[\w-]++(?:\.[\w-]++)++")
_DOTTED = re.compile(r"(?<![\w-])[\w-]++(?:\.[\w-]++)++")
_PATH = re.compile(r"(?::\d+)?/\S*+")
_HANDLE = re.compile(r"(?<![\w.+%@-])@[^\W\d]\w{2,}+")
_AFTER = ".,;:!?…)]}>»\"'"  # ends the sentence, not the address
# Ends of addresses met in France that end no French sentence: « trop.de » and « fini.la » are no domains.
_ENDS = words(
    "com org net fr eu info bzh corsica alsace paris re gp mq gf yt be ch ca coop asso gouv edu gov int io app dev "
    "social care health pro site online link page blog email ovh uk"
)


def links(text: str) -> Iterator[Found]:
    """Addresses that say what they are: https://…, www.…, t.me/…"""
    for match in _LINK.finditer(text):
        address = match.group().rstrip(_AFTER)
        yield Found(match.start(), match.start() + len(address), "link", address)


def emails(text: str) -> Iterator[Found]:
    """E-mail addresses."""
    for match in _EMAIL.finditer(text):
        yield Found(match.start(), match.end(), "email", match.group())


def domains(text: str) -> Iterator[Found]:
    """Bare domains with what follows them: « asso.fr », « asso.fr/equipe »."""
    for match in _DOTTED.finditer(text):
        labels = match.group().split(".")
        last = max((place for place, label in enumerate(labels) if place and label in _ENDS), default=0)
        if last:
            end = match.start() + len(".".join(labels[: last + 1]))
            path = _PATH.match(text, end)
            end += len(path.group().rstrip(_AFTER)) if path else 0
            yield Found(match.start(), end, "link", text[match.start() : end])


def handles(text: str) -> Iterator[Found]:
    """Names of accounts: « @awa_d »; what is shorter than three letters is none."""
    for match in _HANDLE.finditer(text):
        yield Found(match.start(), match.end(), "handle", match.group())
