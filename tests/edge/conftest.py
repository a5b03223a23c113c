"""Every test of the edge leaves logging, and what the redactor knows, as it found them."""

import logging
from collections.abc import Iterator

import pytest
import structlog

from bot import redact


@pytest.fixture(autouse=True)
def _quiet_afterwards() -> Iterator[None]:
    root, known = logging.getLogger(), set(redact._known)
    handlers, level, complains = list(root.handlers), root.level, logging.raiseExceptions
    yield
    root.handlers[:], root.level, logging.raiseExceptions = handlers, level, complains
    logging.captureWarnings(False)
    structlog.reset_defaults()
    redact._known.clear()
    redact._known.update(known)
