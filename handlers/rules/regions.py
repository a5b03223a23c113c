"""The regions an instance may cover, each with the clock people there live by."""

import re
import unicodedata
from dataclasses import dataclass

NATIONAL = "national"


@dataclass(frozen=True, slots=True)
class Region:
    """A region of work; `code` is its ISO 3166-2 code, `insee` two digits, `zone` an IANA name."""

    code: str
    insee: str
    name: str
    zone: str

    @property
    def short(self) -> str:
        """A stable code of at most 3 characters, for callback data."""
        return "NAT" if self.code == NATIONAL else self.code.removeprefix("FR-")


_PARIS = "Europe/Paris"

REGIONS: dict[str, Region] = {
    region.code: region
    for region in (
        Region("FR-ARA", "84", "Auvergne-Rhône-Alpes", _PARIS),
        Region("FR-BFC", "27", "Bourgogne-Franche-Comté", _PARIS),
        Region("FR-BRE", "53", "Bretagne", _PARIS),
        Region("FR-CVL", "24", "Centre-Val de Loire", _PARIS),
        Region("FR-20R", "94", "Corse", _PARIS),
        Region("FR-GES", "44", "Grand Est", _PARIS),
        Region("FR-HDF", "32", "Hauts-de-France", _PARIS),
        Region("FR-IDF", "11", "Île-de-France", _PARIS),
        Region("FR-NOR", "28", "Normandie", _PARIS),
        Region("FR-NAQ", "75", "Nouvelle-Aquitaine", _PARIS),
        Region("FR-OCC", "76", "Occitanie", _PARIS),
        Region("FR-PDL", "52", "Pays de la Loire", _PARIS),
        Region("FR-PAC", "93", "Provence-Alpes-Côte d’Azur", _PARIS),
        Region("FR-971", "01", "Guadeloupe", "America/Guadeloupe"),
        Region("FR-972", "02", "Martinique", "America/Martinique"),
        Region("FR-973", "03", "Guyane", "America/Cayenne"),
        Region("FR-974", "04", "La Réunion", "Indian/Reunion"),
        Region("FR-976", "06", "Mayotte", "Indian/Mayotte"),
    )
}

# It is no place: its name is the sentence `region.national`, and it keeps the capital's clock.
_NATION = Region(NATIONAL, "", "", _PARIS)
BOXES = (*REGIONS, NATIONAL)  # wherever a message may arrive, whatever the instance covers
_BY_SHORT = {region.short: region for region in (*REGIONS.values(), _NATION)}


def region(code: str) -> Region:
    """The region of a code, `national` included; KeyError for any other code."""
    return _NATION if code == NATIONAL else REGIONS[code]


def by_short(short: str) -> Region:
    """The region whose `short` this is, `national` included; KeyError for any other text."""
    return _BY_SHORT[short]


def named(text: str) -> str | None:
    """The code of the one region whose name is this, or begins with these words; accents and hyphens say nothing."""
    words = _plain(text)
    if len(words) < 4:
        return None
    found = [code for code, one in REGIONS.items() if f"{_plain(one.name)} ".startswith(f"{words} ")]
    return found[0] if len(found) == 1 else None


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold().replace("’", " "))
    return " ".join(re.findall(r"[a-z]+", letters.encode("ascii", "ignore").decode())).removeprefix("la ")
