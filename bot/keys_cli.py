"""The commands `entrepairs keys …`: what the operator types, and what is said of it."""

from pathlib import Path
from typing import Annotated

import typer

from bot import keys
from bot.keys import Line
from bot.options import Config, settings_of
from storage.trouble import Trouble

OTHERS = 0o077  # permission bits of anyone but the owner

app = typer.Typer(no_args_is_help=True, help="The keys that open the reports.")
Boxes = Annotated[list[str] | None, typer.Option("--box", help="Only of this box; may be repeated.")]
Months = Annotated[list[str] | None, typer.Option("--month", help="Only of this month, 2026-11; may be repeated.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do it.")]


@app.command("list")
def list_keys(config: Config = None) -> None:
    """Say which keys there are, and how many reports each opens."""
    for line in keys.lines(settings_of(config)):
        box, month = line.key
        typer.echo(f"{box:<8}  {month}  {_file(line):<14}  {_use(line)}")


def _file(line: Line) -> str:
    if line.mode is None:
        return "lost"
    return f"{line.mode:o}{', open!' if line.mode & OTHERS else ''}"


def _use(line: Line) -> str:
    if line.mode is None:
        return f"{_reports(line.reports)} nobody can open but the writer"
    return f"in use: {_reports(line.reports)}" if line.reports else "not in use"


@app.command()
def rotate(
    replace: Annotated[bool, typer.Option("--replace", help="Replace keys somebody else may have.")] = False,
    box: Boxes = None,
    month: Months = None,
    yes: Yes = False,
    config: Config = None,
) -> None:
    """Make the keys of the next month now; or replace keys, and lock their reports anew."""
    settings = settings_of(config)
    if not replace:
        if box or month:
            raise Trouble("--box and --month go with --replace: the next month's keys are made for every box.")
        made = keys.make_next(settings)
        typer.echo(f"Keys made: {', '.join(map('/'.join, made)) or 'none, they were all there'}.")
        return
    found = keys.chosen(settings, box or (), month or ())
    if not yes:
        raise Trouble(
            f"{_keys(len(found))} would be replaced, and every report concerned locked anew. Add --yes to do it."
        )
    count = keys.replace(settings, found)
    typer.echo(f"{_keys(len(found))} replaced, {_reports(count)} locked anew; they are read as before.")
    typer.echo("In older copies of the vault the old keys still open them: destroy those copies.")


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(help="Outside the data and the keys.")],
    box: Boxes = None,
    month: Months = None,
    config: Config = None,
) -> None:
    """Copy keys to another place, as they are: whoever has the copy and the vault reads the reports."""
    settings = settings_of(config)
    found = keys.chosen(settings, box or (), month or ())
    keys.copy(settings, found, folder)
    typer.echo(f"{_keys(len(found))} copied to {folder}; keep it apart from the copies of the data.")


@app.command()
def destroy(box: str, month: str, yes: Yes = False, config: Config = None) -> None:
    """Destroy a key for good: its reports are unreadable to supervisors, in every backup too."""
    settings = settings_of(config)
    (key,) = keys.chosen(settings, [box], [month])
    what = f"{_reports(keys.needed(settings, key))} of {box}, unreadable to its supervisors for good"
    if not yes:
        raise Trouble(f"This would make {what}. Add --yes to do it.")
    keys.destroy(settings, key)
    typer.echo(f"The key is destroyed: {what}. Copies of it elsewhere are yours to destroy.")


def _reports(count: int) -> str:
    return f"{count} report{'' if count == 1 else 's'}"


def _keys(count: int) -> str:
    return f"{count} key{'' if count == 1 else 's'}"
