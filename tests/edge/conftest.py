"""Every test of the edge leaves logging, and what the redactor knows, as it found them."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from bot import redact
from tests.edge.shell import Shell


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


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    """The command line, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    return Shell(monkeypatch, capsys)
