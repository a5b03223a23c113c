"""The program with a clock that a test can move, and on demand with leaks: python -m tests.hard.traveller config.toml.

The file `clock` beside the configuration holds the seconds by which the clock is ahead; the file `leaky`, if there is
one, makes this the build that the search has to catch.
"""

import asyncio
import base64
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import storage.vault
from bot import log, redact, running
from bot.program import Program
from bot.settings import load
from handlers.rules import reports

CLOCK, LEAKY = "clock", "leaky"


def clock(folder: Path) -> datetime:
    """The moved time."""
    return datetime.now(UTC) + timedelta(seconds=float((folder / CLOCK).read_text()))


def leak() -> None:
    """Keep what must not be kept, in four places, as a careless change might."""
    submit, add = reports.submit, storage.vault.add

    def careless(tx: Any, who: Any, draft: Any, *rest: Any) -> Any:
        def keep(tx: Any, **fields: Any) -> bool:
            fields["theme"] = str(who.telegram_id)
            fields["entry_id"] = who.telegram_id.to_bytes(8, "little") + fields["entry_id"][8:]
            return add(tx, **fields)

        storage.vault.add = keep
        sys.stderr.write(base64.b64encode(b"re" + draft.text.encode()).decode() + "\n")
        with tempfile.NamedTemporaryFile(delete=False) as file:
            file.write(draft.token.hex().encode())
        return submit(tx, who, draft, *rest)

    reports.submit = careless  # type: ignore[assignment]  # as loosely as a leak comes about


def main(path: Path) -> None:
    """As `entrepairs run`."""
    settings = load(path)
    log.configure("INFO", "json")
    redact.hide(settings.telegram.token.get_secret_value())
    if (path.parent / LEAKY).exists():
        leak()
    asyncio.run(running.live(Program(settings, now=lambda: clock(path.parent))))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
