"""A build that leaks, in a process of its own, as `entrepairs run`: python -m tests.anonymity.leaky config.toml."""

import asyncio
import sys
from pathlib import Path

from bot import log, redact, running
from bot.program import Program, utc_now
from bot.settings import load
from tests.anonymity import leaks

if __name__ == "__main__":
    settings = load(Path(sys.argv[1]))
    log.configure("INFO", "json")
    redact.hide(settings.telegram.token.get_secret_value())
    with leaks.telling(utc_now):
        asyncio.run(running.live(Program(settings)))
