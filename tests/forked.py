"""`python -m …` in a process of its own, forked from one that has imported the program: it starts without waiting."""

import multiprocessing
import os
import runpy
import sys
from multiprocessing.context import ForkServerProcess
from pathlib import Path

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["bot.cli", "bot.demo.theatre", "tests.anonymity.leaks", "tests.storage.others"])


def begun(said: Path, module: str, *arguments: str, **environment: str) -> ForkServerProcess:
    """A program that has started; its words are added to the file `said`. Whoever begins it ends and joins it."""
    process = FORKS.Process(target=_become, args=(said, module, arguments, environment))
    process.start()
    return process


def _become(said: Path, module: str, arguments: tuple[str, ...], environment: dict[str, str]) -> None:
    with said.open("ab") as words:
        os.dup2(words.fileno(), 1)
        os.dup2(words.fileno(), 2)
    os.environ.update(environment)
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
