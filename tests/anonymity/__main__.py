"""The engines at full size: `make anonymity` prints what each finds in the program, and in a build that leaks."""

import asyncio
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from pathlib import Path

from tests.anonymity import (
    acts,
    canaries,
    deaths,
    forensics,
    fuzz,
    leaks,
    linkage,
    month,
    server,
    signals,
    silence,
    swap,
    village,
)
from tests.anonymity.measured import Measured
from tests.anonymity.table import Row, failed, written
from tests.storage import postgres

Found = dict[str, Measured]

CORES = 2
MEMORY = Path("/dev/shm")  # noqa: S108 - a disk that forgets
PLANTED = {
    "1 canaries": canaries.PLANTED,
    "1 canaries, killed": signals.PLANTED,
    "2 swap": swap.PLANTED,
    "3 linkage": linkage.PLANTED,
    "4 forensics": forensics.PLANTED,
    "4 forensics, PostgreSQL": server.PLANTED,
    "5 silence": silence.PLANTED,
    "deaths between awaits": deaths.PLANTED,
    "anything comes in": fuzz.PLANTED,
}
PEOPLE = 40  # of the swapped worlds
REPORTS = 100  # on PostgreSQL


def months(control: bool) -> Found:
    """What the thieves of files find."""
    name = "a careless month" if control else "a month"
    with _folder() as folder:
        lived = month.lived(
            folder,
            month.FULL,
            leak=leaks.careless if control else None,
            say=lambda said: _say(f"{name}: {said}"),
        )
        ended = asyncio.run(lived)
        found: Found = {}
        for engine, measure in (
            ("1 canaries", canaries.scan),
            ("3 linkage", linkage.measure),
            ("4 forensics", forensics.measure),
        ):
            _say(f"{name}: {engine}")
            found[engine] = measure(ended)
        return found


def killed(control: bool) -> Found:
    """What is left by processes that die."""
    with _folder() as folder:
        return {"1 canaries, killed": asyncio.run(signals.struck(folder, signals.FULL, leaky=control))}


def swapped(control: bool) -> Found:
    """What differs."""
    return {"2 swap": asyncio.run(swap.measure(PEOPLE, leaks.telling if control else None))}


def listened(control: bool) -> Found:
    """What is heard."""
    effort = silence.BRIEF if control else silence.FULL
    with _folder() as folder:
        return {"5 silence": asyncio.run(silence.measure(folder, effort, leaks.chatty if control else None))}


def died(control: bool) -> Found:
    """What is lost or doubled."""
    with _folder() as folder:
        sent = asyncio.run(acts.acts(folder))
        return {"deaths between awaits": deaths.control(sent) if control else deaths.measure(sent)}


def harassed(control: bool) -> Found:
    """What is shown, stumbles or is lost when anything may come in."""
    with _folder() as folder:
        there = asyncio.run(village.founded(folder))
        return {"anything comes in": fuzz.control(there) if control else fuzz.measure(there)}


def on_postgresql(control: bool) -> Found:
    """What a server's rows and files tell; nothing where there is no server."""
    try:
        with postgres.server() as running, postgres.database(running) as vault, _folder() as folder:
            leak = leaks.untidy if control else None
            return {"4 forensics, PostgreSQL": asyncio.run(server.measure(folder, vault, REPORTS, leak))}
    except postgres.NoPostgres as reason:
        _say(f"PostgreSQL is left out: {reason}")
        return {}


JOBS: tuple[Callable[[bool], Found], ...] = (months, listened, harassed, died, killed, swapped, on_postgresql)


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        yield Path(folder)


def _say(said: str) -> None:
    sys.stderr.write(f"  {said}\n")


def main() -> int:
    """Run everything; 1 when something leaks, or an engine does not see its leaks."""
    found: dict[bool, Found] = {False: {}, True: {}}
    with ProcessPoolExecutor(CORES) as pool:
        running = {pool.submit(job, control): (job, control) for job in JOBS for control in (False, True)}
        for done in as_completed(running):
            job, control = running[done]
            found[control] |= done.result()
            _say(f"{job.__name__}{', the control' if control else ''}: done")
    rows = [
        Row(engine, found[False][engine], found[True][engine], planted)
        for engine, planted in PLANTED.items()
        if engine in found[False]
    ]
    sys.stdout.write(written(rows))
    return int(any(failed(row) for row in rows))


if __name__ == "__main__":
    sys.exit(main())
