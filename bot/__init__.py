"""RUNS: settings, clock, intake, courier, web, demo. Nobody imports it."""

import os

# python-telegram-bot then gives durations as timedelta everywhere, and stops warning that it soon will.
os.environ.setdefault("PTB_TIMEDELTA", "1")
