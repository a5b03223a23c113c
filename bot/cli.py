"""The command `entrepairs`: what the operator types, what it prints, and how it ends."""

import asyncio
import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot import doctor, keys_cli, log, program, running, stores
from bot import retention as sweeping
from bot.options import Config, path_of, settings_of
from bot.version import version
from handlers.rules.regions import NATIONAL
from storage.trouble import Trouble

DEMO_PORT = 8765
FAILED, TROUBLE = 1, 2  # exit codes: a bug of ours; something for the operator to change

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,  # it would print what variables hold
    help="A Telegram bot for communities of practice of peer workers.",
)
app.add_typer(keys_cli.app, name="keys")


class Role(StrEnum):
    """The roles an invitation can give."""

    peer_worker = "peer_worker"
    supervisor = "supervisor"
    coordinator = "coordinator"


@app.callback(invoke_without_command=True)
def _options(
    show: Annotated[bool, typer.Option("--version", help="Show the version.")] = False,
) -> None:
    if show:
        typer.echo(f"entrepairs {version()}")
        raise typer.Exit


@app.command()
def run(config: Config = None) -> None:
    """Run the bot until SIGTERM or Ctrl-C."""
    settings = settings_of(config)
    asyncio.run(running.live(program.Program(settings)))


@app.command()
def demo(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Of the page.")] = DEMO_PORT,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page.")] = True,
    data: Annotated[Path, typer.Option(help="Where the demo keeps its data.")] = Path("demo-data"),
    fresh: Annotated[bool, typer.Option("--fresh", help="Begin the story anew.")] = False,
) -> None:
    """Try everything with simulated phones in a browser: no token, no network."""
    from bot import demo as phones  # the simulator is of no use to the other commands

    log.configure("WARNING", "console", waits=False)  # whoever plays wants to know at once
    phones.run(port=port, browser=browser, data=data, fresh=fresh)


@app.command()
def invite(
    role: Annotated[Role, typer.Option(help="What the person will be.")],
    region: Annotated[str, typer.Option(help=f"A code like FR-ARA, or {NATIONAL}.")],
    config: Config = None,
) -> None:
    """Print a link for one person, valid for 7 days."""
    settings = settings_of(config)
    if region not in (*settings.community.regions, NATIONAL):
        known = ", ".join((*settings.community.regions, NATIONAL))
        raise Trouble(f"--region must be one of: {known}.")
    typer.echo(asyncio.run(program.invite(settings, role.value, region)))


@app.command()
def check(config: Config = None) -> None:
    """Say what is wrong before the program starts."""
    path = path_of(config)
    findings = asyncio.run(doctor.examine(settings_of(config), path))
    for finding in findings:
        typer.echo(f"{finding.level:<4}  {finding.sentence}")
    if any(finding.level == "bad" for finding in findings):
        raise typer.Exit(TROUBLE)


@app.command()
def retention(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go; the bot may run.")] = False,
    config: Config = None,
) -> None:
    """Erase what has outlived its time, as the running bot does twice a day."""
    for what, number in asyncio.run(sweeping.sweep(settings_of(config), rehearsal=dry_run)).items():
        typer.echo(f"{number:>6}  {what}")


@app.command()
def migrate(config: Config = None) -> None:
    """Bring both databases to what this version expects; `run` does it too."""
    stores.open_stores(settings_of(config)).close()
    typer.echo("Both databases are up to date.")


def main() -> None:
    """The script; every Trouble is one line on stderr and exit code 2, anything else a line and code 1."""
    try:
        app(prog_name="entrepairs")
    except Trouble as trouble:
        _end(str(trouble), TROUBLE)
    except BrokenPipeError:
        # who read our lines is gone; Python would complain once more while it closes
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FAILED)
    except Exception as error:
        told = " ".join(f"{key}={value}" for key, value in log.describe(error).items())
        _end(f"The program ended by an error of its own; please report this line: {told}", FAILED)


def _end(sentence: str, code: int) -> NoReturn:
    typer.echo(f"entrepairs: {' '.join(sentence.split())}", err=True)
    sys.exit(code)
