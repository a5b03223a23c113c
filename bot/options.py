"""The settings as a command line names them: `--config`, the environment, or config.toml of this folder."""

from pathlib import Path
from typing import Annotated

import typer

from bot import log, redact
from bot.sections import Settings
from bot.settings import load, named
from storage.trouble import Trouble

DEFAULT_FILE = Path("config.toml")
NO_FILE = (
    f"telegram.token is missing, as there is no {DEFAULT_FILE} here: "
    f"cp config.example.toml {DEFAULT_FILE}, then fill in the token and a contact."
)

Config = Annotated[
    Path | None,
    typer.Option("--config", "-c", envvar="ENTREPAIRS_CONFIG", help="Settings; config.toml when there is one."),
]


def path_of(config: Path | None) -> Path | None:
    """The file to read; None when there is none."""
    return config or (DEFAULT_FILE if DEFAULT_FILE.exists() else None)


def settings_of(config: Path | None) -> Settings:
    """What the operator has set, with the log set up and its secrets kept out of it; raises Trouble."""
    path = path_of(config)
    if path is None and not named():
        raise Trouble(NO_FILE)
    settings = load(path)
    log.configure(settings.log.level, settings.log.form)
    telegram = settings.telegram
    redact.hide(telegram.token.get_secret_value(), telegram.webhook_secret.get_secret_value())
    return settings
