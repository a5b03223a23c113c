"""What a button carries: read as it was written, refused when no button of ours could carry it."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.routes import CHIP, civil
from handlers.rules.refusal import Reason, Refusal

EARLIEST = datetime(1000, 1, 1)  # noqa: DTZ001 - civil, as in a button; strftime pads no year before


@given(st.datetimes(EARLIEST).map(lambda at: at.replace(second=0, microsecond=0)))
def test_a_civil_time_comes_back_as_it_was_put_into_the_button(at: datetime) -> None:
    assert civil(f"{at:{CHIP}}") == at


@pytest.mark.parametrize(
    "text", ["", "x", "-1", "999999999999", "202613010000", "202602300900", "202601012460", "1" * 16]
)
def test_no_other_data_is_a_civil_time(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        civil(text)
    assert refused.value.reason is Reason.STALE
