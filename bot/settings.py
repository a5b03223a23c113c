"""Where settings come from: a TOML file, secrets in files of their own, the environment over both."""

import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, EnvSettingsSource, SettingsError

from bot.sections import Inconsistent, Settings
from storage.trouble import Trouble

PREFIX = "ENTREPAIRS_"
OTHER_VARIABLES = {"ENTREPAIRS_CONFIG"}  # read by the command line
SECRETS = (("telegram", "token"), ("telegram", "webhook_secret"))
PLAIN = re.compile(r"[a-z_]{1,40}")

__all__ = ["Settings", "load", "named", "variable_of"]

Raw = dict[str, Any]


class _Variables(Settings, BaseSettings):  # type: ignore[misc]  # both have a model_config, to be merged
    """The same sections, as the environment may name them."""


def load(path: Path | None) -> Settings:
    """The settings of this file and of the environment, relative paths counted from the file's folder.

    Raises Trouble with one sentence that names the setting and what is expected, never a value.
    """
    folder = path.resolve().parent if path else Path.cwd()
    raw = _merge(_file(path) if path else {}, _environment())
    for section, name in SECRETS:
        _fetch(raw, section, name, folder)
    for section in Settings.model_fields:
        raw.setdefault(section, {})  # so that the defaults' paths start at the folder too
    try:
        found = Settings.model_validate(raw, context={"folder": folder})
    except ValidationError as error:
        _refuse(error)
    if found.web.public_url and not found.telegram.listen:
        raise Trouble("telegram.listen is needed when web.public_url is given.")
    return found


def _file(path: Path) -> Raw:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise Trouble(f"The configuration file {path} does not exist.") from None
    except OSError as error:
        raise Trouble(f"The configuration file {path} cannot be read: {error.strerror}.") from None
    except tomllib.TOMLDecodeError as error:
        # only the position: the rest of the message could quote what stands there
        place = re.search(r"\(at (line \d+|end of document)", str(error))
        raise Trouble(f"{path} is not valid TOML{f', see {place[1]}' if place else ''}.") from None
    except UnicodeDecodeError:
        raise Trouble(f"{path} is not valid TOML: it must be UTF-8 text.") from None


def named() -> list[str]:
    """The environment variables that mean to give a setting."""
    return [name for name in os.environ if name.upper().startswith(PREFIX) and name not in OTHER_VARIABLES]


def _environment() -> Raw:
    for name in named():
        section = name.upper().removeprefix(PREFIX).partition("__")[0].lower()
        if not _is_section(section):
            raise Trouble(f"The environment variable {name} names no setting.")
    try:
        return EnvSettingsSource(_Variables, env_prefix=PREFIX, env_nested_delimiter="__")()
    except SettingsError:
        raise Trouble(f"A variable {PREFIX}… cannot be read; write {PREFIX}SECTION__NAME=value.") from None


def _is_section(name: str) -> bool:
    return name in Settings.model_fields


def _merge(low: Raw, high: Raw) -> Raw:
    """Both, `high` first; a secret given there also replaces the file named for it below, and the reverse."""
    merged = dict(low)
    for section, values in high.items():
        below = low.get(section)
        if isinstance(values, dict) and isinstance(below, dict):
            kept = {key: each for key, each in below.items() if not _replaced(section, key, values)}
            merged[section] = {**kept, **values}
        else:
            merged[section] = values
    return merged


def _replaced(section: str, key: str, values: Raw) -> bool:
    pairs = ({name, f"{name}_file"} for place, name in SECRETS if place == section)
    return any(key in pair and not pair.isdisjoint(values) for pair in pairs)


def _fetch(raw: Raw, section: str, name: str, folder: Path) -> None:
    """Read the file of a secret into the setting it stands for."""
    values = raw.get(section)
    if not isinstance(values, dict) or not isinstance(file := values.get(f"{name}_file"), str):
        return
    if name in values:
        raise Trouble(f"Give {section}.{name} or {section}.{name}_file, not both.")
    try:
        secret = (folder / Path(file).expanduser()).read_text("utf-8").strip()
    except (OSError, ValueError) as error:
        why = (error.strerror if isinstance(error, OSError) else None) or "it is not a text file"
        raise Trouble(f"{section}.{name}_file cannot be read: {why}.") from None
    if not secret:
        raise Trouble(f"{section}.{name}_file names an empty file.")
    raw[section] = {**values, name: secret}


def _refuse(error: ValidationError) -> NoReturn:
    problems = error.errors(include_input=False, include_url=False)
    raise Trouble(_sentence(problems[0])) from None


def _sentence(problem: ErrorDetails) -> str:
    keys = list(_keys(problem["loc"]))
    name = ".".join(keys)
    if problem["type"] == "extra_forbidden":
        return f"{name} is no setting; config.example.toml names them all."
    told = problem.get("ctx", {}).get("error")
    if isinstance(told, Inconsistent):
        return str(told)
    expected = _expected(keys)
    if problem["type"] == "missing":
        return f"{name} is missing; expected: {expected}."
    return f"{name}{_where_from(keys)} is not valid; expected: {expected or 'a section of settings'}."


def _keys(loc: tuple[int | str, ...]) -> Iterator[str]:
    """The names of section and setting; a name no setting could have is not repeated, it may be a secret."""
    for key in loc[:2]:
        yield key if isinstance(key, str) and PLAIN.fullmatch(key) else "?"


def _section(name: str) -> Any:
    return Settings.model_fields[name].annotation.model_fields  # type: ignore[union-attr]


def _expected(keys: list[str]) -> str | None:
    return _section(keys[0])[keys[1]].description if len(keys) > 1 else None


def _where_from(keys: list[str]) -> str:
    variable = variable_of(*keys)
    return f" (from {variable})" if variable else ""


def variable_of(*keys: str) -> str | None:
    """The environment variable that gives this setting; None when none does."""
    wanted = PREFIX + "__".join(keys).upper()
    return next((name for name in os.environ if name.upper() == wanted), None)
