"""What is wrong before the program starts: files, keys, databases, people, numbers, holidays, and then Telegram."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from bot import charter, doctor_telegram
from bot.finding import Finding, bad, ok, warn
from bot.sections import Settings
from bot.settings import variable_of
from handlers.rules import holidays, numbers
from storage import census, engines, migrate, vault_keys
from storage.database import Database
from storage.keys import Keyring
from storage.migrate import Migrations
from storage.trouble import Trouble

AHEAD = timedelta(days=180)  # of which a series should know the school holidays
OTHERS = 0o077  # permission bits of anyone but the owner


async def examine(settings: Settings, config: Path | None = None) -> list[Finding]:
    """Everything the operator should know; it changes nothing. `config` is the file the settings came from."""
    now = datetime.now(UTC)
    findings = [*_files(settings, config), *_keys(settings), _charter(settings), *_numbers(now)]
    findings.append(_school_holidays(settings.community.regions, now.date()))
    findings += await asyncio.to_thread(lambda: list(_databases(settings)))
    if all(finding.level != "bad" for finding in findings):
        findings += await _people(settings)
    return findings + await doctor_telegram.examine(settings.telegram)


def _files(settings: Settings, config: Path | None) -> Iterator[Finding]:
    telegram = settings.telegram
    secrets = [file for file in (telegram.token_file, telegram.webhook_secret_file) if file is not None]
    if config is not None and _holds_a_secret(settings):
        secrets.append(config)
    for file in secrets:
        try:
            mode = file.stat().st_mode
        except OSError:
            continue  # it held the secret a moment ago; a container may have taken it away
        if mode & OTHERS:
            yield bad(f"{file} holds a secret and is open to others: run chmod 600 {file}")
    if secrets and not any(file.exists() and file.stat().st_mode & OTHERS for file in secrets):
        yield ok("Files with secrets are closed to others.")


def _holds_a_secret(settings: Settings) -> bool:
    """Whether the configuration file has the token or a database's password in it."""
    token = settings.telegram.token_file is None and not variable_of("telegram", "token")
    return token or "@" in settings.database.url + settings.vault.url


def _keys(settings: Settings) -> Iterator[Finding]:
    folder = settings.vault.keys_dir
    try:
        Keyring(folder).check()
    except Trouble as trouble:
        yield bad(str(trouble))
    except OSError as error:
        yield bad(f"The keys folder {folder} cannot be read: {error.strerror}.")
    else:
        state = "is closed to others" if folder.exists() else "will be made at the first start"
        yield ok(f"The keys folder is apart from the data and {state}.")


def _charter(settings: Settings) -> Finding:
    try:
        found = charter.load(settings.community.charter)
    except Trouble as trouble:
        return bad(str(trouble))
    return ok(f"The charter is whole, version {found.version}.")


def _numbers(now: datetime) -> Iterator[Finding]:
    old = numbers.unchecked(now.date())
    if old:
        names = ", ".join(number.digits or number.code for number in old)
        yield warn(f"Emergency numbers unchecked for more than 180 days: {names}; update the program.")
    else:
        yield ok(f"Emergency numbers were checked on {numbers.VERIFIED_ON}.")


def _school_holidays(regions: Iterable[str], today: date) -> Finding:
    ends = {code: holidays.known_until(code) for code in regions}
    soon = [f"{code} ({end})" for code, end in ends.items() if end is not None and end < today + AHEAD]
    if soon:
        return warn(f"School holidays are known for less than 180 days: {', '.join(soon)}; update the program.")
    return ok(f"School holidays were checked on {holidays.VERIFIED_ON}.")


def _databases(settings: Settings) -> Iterator[Finding]:
    for name, url, opened in _both(settings):
        try:
            engine = opened(url)
        except Trouble as trouble:
            yield bad(str(trouble))
            continue
        problem = migrate.problem(engine, name)
        engine.dispose()
        yield bad(problem) if problem else ok(f"The {name} database is ready.")


def _both(settings: Settings) -> tuple[tuple[Migrations, str, Callable[[str], Engine]], ...]:
    return (
        ("community", settings.database.url, engines.community_engine),
        ("vault", settings.vault.url, engines.vault_engine),
    )


async def _people(settings: Settings) -> list[Finding]:
    (_, community_url, _), (_, vault_url, _) = _both(settings)
    community, vault = engines.community_engine(community_url), engines.vault_engine(vault_url)
    file = engines.sqlite_file(community_url)
    if (file is not None and not file.exists()) or migrate.current(community, "community") is None:
        return [ok("The community database is new: invite a first coordinator with `entrepairs invite`.")]
    database = Database(community, vault, Keyring(settings.vault.keys_dir))
    try:
        supervised = await database.commit(census.supervised_regions)
        missing = await database.commit(vault_keys.missing)
    finally:
        await asyncio.to_thread(database.close)
    return [_supervision(settings, supervised), _all_open(missing)]


def _supervision(settings: Settings, supervised: set[str]) -> Finding:
    alone = [region for region in settings.community.regions if region not in supervised]
    if not alone:
        return ok("Every region has a supervisor.")
    return warn(f"No supervisor who can be reached in: {', '.join(alone)}.")


def _all_open(missing: bool) -> Finding:
    if missing:
        return warn("A key is missing: nobody but its writer opens what it opened; see `entrepairs keys list`.")
    return ok("No key of a report is missing.")
