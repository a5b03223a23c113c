"""What people write about themselves: a first name or nickname, an organisation."""

import re
import unicodedata

from handlers.rules.refusal import Reason, Refusal

NAME_LENGTH = 40
ORGANISATION_LENGTH = 80
# At most five words of letters and digits, the first a letter: more are a sentence, perhaps a difficulty. A full
# stop ends a word, so that no name is an address.
NAME = re.compile(r"[^\W\d_]\w*\.?(?:[ '’-]\w+\.?){0,4}")
# At most ten words, for the same reason; names of associations and hospitals have commas, brackets and ampersands.
ORGANISATION = re.compile(r"\w[\w.,'’()&/-]*(?: [\w.,'’()&/-]+){0,9}")
ADDRESS = re.compile(r"://|www\.|\w\.\w{2,}/|\d(?:[ .-]?\d){7}")


def first_name(text: str) -> str:
    """1 to 40 letters, no line break, nothing that looks like an address."""
    tidy = _tidy(text)
    if len(tidy) > NAME_LENGTH or not NAME.fullmatch(tidy):
        raise Refusal(Reason.NAME_UNFIT, most=NAME_LENGTH)
    return tidy


def organisation(text: str) -> str:
    """1 to 80 characters, ten words at most, no address and no telephone number."""
    tidy = _tidy(text)
    if len(tidy) > ORGANISATION_LENGTH or not ORGANISATION.fullmatch(tidy) or ADDRESS.search(tidy):
        raise Refusal(Reason.ORGANISATION_UNFIT, most=ORGANISATION_LENGTH)
    return tidy


def _tidy(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
