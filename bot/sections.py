"""What the operator may set: seven sections, each value checked, each with words for what is expected."""

import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationInfo,
    model_validator,
)
from pydantic_settings import NoDecode

from handlers.rules.regions import BOXES, REGIONS
from handlers.rules.routing import SMALL

TELEGRAM = "https://api.telegram.org"


class Inconsistent(ValueError):
    """Two settings do not go together; `str()` is the whole sentence, free of values."""


def _absolute(path: Path, info: ValidationInfo) -> Path:
    """Relative paths start at the folder of the configuration file."""
    folder: Path = (info.context or {}).get("folder", Path())
    return (folder / path.expanduser()).resolve()


def _address(url: str, info: ValidationInfo) -> str:
    kind, found, rest = url.partition("://")
    if found and kind in ("postgresql", "postgresql+psycopg") and rest:
        return f"postgresql+psycopg://{rest}"
    if kind != "sqlite" or not rest.startswith("/") or rest in ("/", "/:memory:") or "?" in rest:
        raise ValueError
    return f"sqlite:///{_absolute(Path(rest[1:]), info)}"


def _matches(pattern: str) -> AfterValidator:
    def check(secret: SecretStr) -> SecretStr:
        if not re.fullmatch(pattern, secret.get_secret_value()):
            raise ValueError
        return secret

    return AfterValidator(check)


def _text(pattern: str) -> AfterValidator:
    def check(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError
        return text.rstrip("/")

    return AfterValidator(check)


def _listed(given: Any) -> Any:
    """The environment has no lists: `FR-ARA, FR-BRE` will do."""
    if isinstance(given, str):
        return [each.strip(" []'\"") for each in given.split(",") if each.strip()]
    return given


def _boxes(deputies: dict[str, str]) -> dict[str, str]:
    unknown = {*deputies, *deputies.values()} - set(BOXES)
    if unknown or any(box == other for box, other in deputies.items()):
        raise ValueError("regions, or national, each with another one")
    return deputies


def _regions(codes: tuple[str, ...]) -> tuple[str, ...]:
    if not codes or not set(codes) <= set(REGIONS):
        raise ValueError
    return tuple(code for code in REGIONS if code in codes)


FolderOrFile = Annotated[Path, AfterValidator(_absolute)]
Address = Annotated[str, AfterValidator(_address)]
ADDRESS = "sqlite:///a/file or postgresql+psycopg://user:password@host/name"


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, validate_default=True)


class Telegram(_Section):
    """How the bot reaches Telegram, and how Telegram reaches it."""

    token: Annotated[SecretStr, _matches(r"\d+:[\w-]+")] = Field(
        description="the token BotFather gave, like 123456:ABC-def, here or in the file named by token_file"
    )
    token_file: FolderOrFile | None = Field(None, description="a file that holds the token")
    api_url: Annotated[str, _text(r"https?://[^\s/@]+(/[^\s]*)?")] = Field(
        TELEGRAM, description="the address of a Bot API server, https://… without user name"
    )
    mode: Literal["polling", "webhook"] = Field("polling", description="polling or webhook")
    webhook_url: Annotated[str, _text(r"(https?://[^\s/@]+/[^\s?#]+)?")] = Field(
        "", description="the public address Telegram calls, https://host/path"
    )
    webhook_secret: Annotated[SecretStr, _matches(r"([\w-]{16,256})?")] = Field(
        SecretStr(""), description="16 to 256 letters, digits, _ or -, here or in webhook_secret_file"
    )
    webhook_secret_file: FolderOrFile | None = Field(None, description="a file that holds the webhook secret")
    listen: Annotated[str, _text(r"((\[[\da-fA-F:]+\]|[\w.-]+):\d{1,5})?")] = Field(
        "", description="host:port for the webhook and /health, like 127.0.0.1:8080"
    )

    @model_validator(mode="after")
    def _webhook_is_whole(self) -> "Telegram":
        if self.mode != "webhook":
            return self
        for name in ("webhook_url", "webhook_secret", "listen"):
            value = getattr(self, name)
            if not (value.get_secret_value() if isinstance(value, SecretStr) else value):
                raise Inconsistent(f"telegram.{name} is needed when telegram.mode is webhook.")
        return self

    @property
    def base_url(self) -> str:
        """What python-telegram-bot puts before the token."""
        return f"{self.api_url}/bot"

    @property
    def base_file_url(self) -> str:
        return f"{self.api_url}/file/bot"

    @property
    def host_and_port(self) -> tuple[str, int] | None:
        """Where to listen; None when nothing is to be served."""
        host, _, port = self.listen.rpartition(":")
        return (host.strip("[]"), int(port)) if port else None


class Database(_Section):
    """The community database: members, meetings, notices."""

    url: Address = Field("sqlite:///data/community.db", description=ADDRESS, repr=False)


class Vault(_Section):
    """The reports, apart from everything else, and the keys that open them."""

    url: Address = Field("sqlite:///data/vault.db", description=ADDRESS, repr=False)
    keys_dir: FolderOrFile = Field(Path("keys"), description="a folder outside the data folder")


class Community(_Section):
    """Who runs this bot, for whom, and in which language by default."""

    name: str = Field("Entrepairs", min_length=1, max_length=64, description="1 to 64 characters")
    contact: str = Field(
        min_length=3,
        max_length=200,
        description="another way to reach you, shown to all: e-mail, phone",
    )
    language: Literal["fr", "en"] = Field("fr", description="fr or en")
    charter: Annotated[FolderOrFile | None, BeforeValidator(lambda given: given or None)] = Field(
        None, description="a file with the charter, in the form docs/operating.md shows"
    )
    deputies: Annotated[dict[str, str], AfterValidator(_boxes)] = Field(
        default_factory=dict, description="regions, each with the one that stands in for it"
    )
    small_zone: int = Field(SMALL, ge=1, le=100, description="peer workers, 1 to 100")
    regions: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed), AfterValidator(_regions)] = Field(
        tuple(REGIONS), description="a list of region codes like FR-ARA or FR-971"
    )


class Web(_Section):
    """How the program is reached from outside, for the calendars members subscribe to."""

    public_url: Annotated[str, _text(r"(https?://[^\s/@?#]+(/[^\s?#]*)?)?")] = Field(
        "", description="the public address before /calendar/…, https://host"
    )


class Pace(_Section):
    """How fast messages leave; Telegram's own limits are the defaults."""

    per_second: int = Field(30, ge=1, le=1000, description="messages per window, 1 to 1000")
    window_seconds: float = Field(1.04, ge=0.1, le=60, description="seconds, 0.1 to 60")
    per_chat_seconds: float = Field(1, ge=0, le=60, description="seconds between two messages, 0 to 60")
    per_group_minute: int = Field(20, ge=1, le=1000, description="messages per minute, 1 to 1000")
    in_flight: int = Field(32, ge=1, le=256, description="requests at the same time, 1 to 256")


class Log(_Section):
    """What is said on stderr."""

    level: Literal["INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="INFO, WARNING or ERROR (DEBUG would write what people say)"
    )
    form: Literal["json", "console"] = Field("console", description="json or console")


class Settings(_Section):
    """Everything, checked; built by `bot.settings.load`, or directly by the demo and by tests."""

    telegram: Telegram
    database: Database = Field(default_factory=Database)
    vault: Vault = Field(default_factory=Vault)
    community: Community
    web: Web = Field(default_factory=Web)
    pace: Pace = Field(default_factory=Pace)
    log: Log = Field(default_factory=Log)

    @model_validator(mode="after")
    def _keys_and_reports_stand_apart(self) -> "Settings":
        if self.database.url == self.vault.url:
            raise Inconsistent("vault.url must not be database.url: reports live apart.")
        for url in (self.database.url, self.vault.url):
            if url.startswith("sqlite:///") and self.vault.keys_dir.is_relative_to(Path(url[10:]).parent):
                raise Inconsistent(
                    "vault.keys_dir must be outside the data folder: a copy of the data must not open it."
                )
        return self
