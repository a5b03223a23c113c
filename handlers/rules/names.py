"""What people write about themselves: a first name or nickname, an organisation."""

import re
import unicodedata

from handlers.rules.refusal import Reason, Refusal

NAME_LENGTH, NAME_WORDS = 40, 3  # more words are a sentence, perhaps a difficulty
ORGANISATION_LENGTH, ORGANISATION_WORDS = 80, 10
# Letters and digits, the first a letter. A full stop ends a word, so that no name is an address.
NAME = re.compile(r"[^\W\d_]\w*\.?(?:[ '’-]\w+\.?)*")
# Names of associations and hospitals have commas, brackets, ampersands and quotation marks.
ORGANISATION = re.compile(r"[\w«“\"][\w .,'’()&/«»“”\"+°-]*")
# A link, an e-mail address, somebody's name on a network, a telephone number.
ADDRESS = re.compile(r"://|www\.|@|\w\.\w{2,}/|\d(?:[ .-]?\d){7}")
SITE = re.compile(r"\w\.\w{2,}")


def first_name(text: str) -> str:
    """1 to 40 letters in three words at most, no line break, nothing that looks like an address."""
    tidy = _tidy(text)
    if ADDRESS.search(tidy) or SITE.search(tidy):
        raise Refusal(Reason.NAME_ADDRESS)
    if len(tidy) > NAME_LENGTH or len(tidy.split()) > NAME_WORDS:
        raise Refusal(Reason.NAME_LONG, most=NAME_LENGTH)
    if not NAME.fullmatch(tidy):
        raise Refusal(Reason.NAME_UNFIT)
    return tidy


def may_tell_family(name: str) -> bool:
    """Whether a family name may stand in it: two words say nothing sure, « Marie Claire » is a first name."""
    return any(len(word.rstrip(".")) > 1 for word in name.split()[1:])


def organisation(text: str) -> str:
    """1 to 80 characters, ten words at most, no address and no telephone number."""
    tidy = _tidy(text)
    if ADDRESS.search(tidy):
        raise Refusal(Reason.ORGANISATION_ADDRESS)
    if len(tidy) > ORGANISATION_LENGTH or len(tidy.split()) > ORGANISATION_WORDS:
        raise Refusal(Reason.ORGANISATION_LONG, most=ORGANISATION_LENGTH)
    if not ORGANISATION.fullmatch(tidy):
        raise Refusal(Reason.ORGANISATION_UNFIT)
    return tidy


def _tidy(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
