"""The table of regions: complete, coherent, and small enough for a button."""

from zoneinfo import ZoneInfo

import pytest

from handlers.rules.regions import NATIONAL, REGIONS, by_short, named, region

EVERY_CODE = [*REGIONS, NATIONAL]


def test_there_are_eighteen_regions_each_under_its_own_code() -> None:
    assert len(REGIONS) == 18
    assert all(code == found.code for code, found in REGIONS.items())
    assert {len(found.insee) for found in REGIONS.values()} == {2}
    assert len({found.insee for found in REGIONS.values()}) == 18
    assert len({found.name for found in REGIONS.values()}) == 18


def test_five_regions_live_by_a_clock_of_their_own() -> None:
    overseas = {code: found.zone for code, found in REGIONS.items() if found.zone != "Europe/Paris"}
    assert overseas == {
        "FR-971": "America/Guadeloupe",
        "FR-972": "America/Martinique",
        "FR-973": "America/Cayenne",
        "FR-974": "Indian/Reunion",
        "FR-976": "Indian/Mayotte",
    }


@pytest.mark.parametrize("code", EVERY_CODE)
def test_a_region_is_found_again_by_its_short_code(code: str) -> None:
    found = region(code)
    assert 1 <= len(found.short) <= 3
    assert found.short.isascii()
    assert by_short(found.short) is found
    assert ZoneInfo(found.zone).key == found.zone


def test_short_codes_are_all_different() -> None:
    assert len({region(code).short for code in EVERY_CODE}) == len(EVERY_CODE)


@pytest.mark.parametrize("lookup", [region, by_short])
def test_an_unknown_code_is_a_bug(lookup: object) -> None:
    assert callable(lookup)
    with pytest.raises(KeyError):
        lookup("FR-XYZ")


def test_the_nation_is_no_region() -> None:
    assert NATIONAL not in REGIONS
    assert region(NATIONAL).zone == "Europe/Paris"


def test_a_region_is_found_by_what_people_call_it() -> None:
    assert all(named(found.name.upper()) == code for code, found in REGIONS.items())
    said = {
        "Auvergne": "FR-ARA",
        "ile de france": "FR-IDF",
        "Réunion": "FR-974",
        "Provence Alpes Cote d'Azur": "FR-PAC",
    }
    assert {text: named(text) for text in said} == said
    assert [named(text) for text in ("", "France", "Val", "Loire", "Awa", "Bretagnes", "La")] == [None] * 7
