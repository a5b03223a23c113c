"""Settings: what loads, what is refused, and that each refusal is one sentence without a secret."""

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.sections import Settings
from bot.settings import load
from storage.trouble import Trouble

TOKEN = "123456:AAAA-secret_part-BBBB"
EXAMPLE = Path(__file__).parents[2] / "config.example.toml"
WEBHOOK = 'webhook_url = "https://bot.example.org/telegram"\nlisten = "127.0.0.1:8080"'

# what stands in the file -> what the sentence must name
REFUSED = {
    "[telegram]": "telegram.token is missing; expected: the token BotFather gave",
    '[telegram]\ntoken = "SECRET"': "telegram.token is not valid; expected: the token",
    f'[telegram]\ntoken = "{TOKEN}"\ntokn = "SECRET"': "telegram.tokn is no setting",
    f'[telegram]\ntoken = "{TOKEN}"\n"SECRET word" = 1': "telegram.? is no setting",
    f'[telegram]\ntoken = "{TOKEN}"\ntoken_file = "x"': "telegram.token or telegram.token_file, not both",
    '[telegram]\ntoken_file = "nowhere"': "telegram.token_file cannot be read: No such file",
    '[telegram]\ntoken_file = "."': "telegram.token_file cannot be read: Is a directory",
    '[telegram]\ntoken_file = "empty"': "telegram.token_file names an empty file",
    '[telegram]\ntoken_file = "latin"': "telegram.token_file cannot be read: it is not a text file",
    '[telegram]\ntoken_file = "SECRET\\u0000"': "telegram.token_file cannot be read",
    "telegram = 3": "telegram is not valid; expected: a section",
    f'[telegram]\ntoken = "{TOKEN}"\nmode = "SECRET"': "telegram.mode is not valid; expected: polling or w",
    f'[telegram]\ntoken = "{TOKEN}"\napi_url = "SECRET"': "telegram.api_url is not valid",
    f'[telegram]\ntoken = "{TOKEN}"\nmode = "webhook"': "telegram.webhook_url is needed",
    f'[telegram]\ntoken = "{TOKEN}"\nmode = "webhook"\n{WEBHOOK}': "telegram.webhook_secret is needed",
    f'[telegram]\ntoken = "{TOKEN}"\nwebhook_secret = "SECRET"': "telegram.webhook_secret is not valid",
    f'[telegram]\ntoken = "{TOKEN}"\nlisten = "8080"': "telegram.listen is not valid; expected: host:port",
    '[database]\nurl = "mysql://bot:SECRET@host/x"': "database.url is not valid; expected: sqlite:///",
    '[database]\nurl = "sqlite:///:memory:"': "database.url is not valid",
    '[database]\nurl = "sqlite:///data/vault.db"': "vault.url must not be database.url",
    '[vault]\nkeys_dir = "data/keys"': "vault.keys_dir must be outside the data folder",
    '[vault]\nkeys_dir = "data"': "vault.keys_dir must be outside the data folder",
    '[vault]\nkeys_dir = "keys/../data/keys"': "vault.keys_dir must be outside the data folder",
    '[vault]\nurl = "sqlite:///vault.db"': "vault.keys_dir must be outside the data folder",
    '[community]\nregions = ["FR-ARA", "SECRET"]': "community.regions is not valid; expected: a list",
    "[community]\nregions = []": "community.regions is not valid",
    '[community]\nlanguage = "de"': "community.language is not valid; expected: fr or en",
    '[community]\ncontact = ""': "community.contact is not valid",
    "[pace]\nper_second = 0": "pace.per_second is not valid; expected: messages per window, 1 to 1000",
    '[log]\nlevel = "DEBUG"': "log.level is not valid; expected: INFO, WARNING or ERROR (DEBUG would",
    "[extra]\nx = 1": "extra is no setting",
    '[telegram]\ntoken = "SECRET': "is not valid TOML, see line 2",
    "[telegram]\ntoken SECRET": "is not valid TOML, see line 2",
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "token").write_text(f" {TOKEN}\n")
    (tmp_path / "empty").write_text("\n")
    (tmp_path / "latin").write_bytes(b"\xe9\xff")
    return tmp_path


def written(folder: Path, text: str) -> Path:
    """A file of settings that lacks nothing but what `text` says about."""
    if text.startswith("[community]") and "contact" not in text:
        text += '\ncontact = "contact@example.org"'
    for section, line in (
        ("telegram", f'token = "{TOKEN}"'),
        ("community", 'contact = "contact@example.org"'),
    ):
        if f"[{section}]" not in text and f"{section} =" not in text:
            text += f"\n[{section}]\n{line}\n"
    file = folder / "config.toml"
    file.write_text(text)
    return file


def refusal(file: Path | None) -> str:
    with pytest.raises(Trouble) as caught:
        load(file)
    assert (
        caught.value.__suppress_context__ or not caught.value.__context__
    )  # a traceback must not show what pydantic quotes
    return str(caught.value)


@pytest.mark.parametrize("text", REFUSED)
def test_refused_with_one_sentence_and_no_value(folder: Path, text: str) -> None:
    sentence = refusal(written(folder, text))
    assert REFUSED[text] in sentence
    assert "SECRET" not in sentence
    assert TOKEN not in sentence
    assert len(sentence.splitlines()) == 1
    assert sentence.endswith(".")


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(secret=st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="\\\"'"), min_size=8))
def test_no_wrong_value_is_ever_quoted(folder: Path, secret: str) -> None:
    marked = f"~{secret}~"
    for section, key in (
        ("telegram", "token"),
        ("telegram", "api_url"),
        ("database", "url"),
        ("log", "form"),
    ):
        assert marked not in refusal(written(folder, f'[{section}]\n{key} = "{marked}"'))
    assert marked not in refusal(written(folder, f'[telegram]\n{key} {marked} = "{marked}'))


def test_missing_and_unreadable_files(folder: Path) -> None:
    assert refusal(folder / "none.toml").endswith("none.toml does not exist.")
    assert "cannot be read: Is a directory" in refusal(folder)
    assert "must be UTF-8" in refusal(folder / "latin")


def test_the_example_loads_and_names_every_setting(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTREPAIRS_TELEGRAM__TOKEN", TOKEN)
    example = folder / "config.toml"
    example.write_text(EXAMPLE.read_text("utf-8"), "utf-8")
    assert load(example) == load(written(folder, ""))  # it shows the defaults
    every = tomllib.loads(re.sub(r"(?m)^# (?=\w+ = )", "", EXAMPLE.read_text("utf-8")))
    for section, field in Settings.model_fields.items():
        assert field.annotation is not None
        assert set(every[section]) == set(field.annotation.model_fields)


def test_the_operating_guide_names_every_setting() -> None:
    guide = (EXAMPLE.parent / "docs/operating.md").read_text("utf-8")
    for section, field in Settings.model_fields.items():
        assert field.annotation is not None
        assert [
            name for name in field.annotation.model_fields if not re.search(rf"`({section}\.)?{name}`", guide)
        ] == []


def test_relative_paths_start_at_the_folder_of_the_file(folder: Path) -> None:
    (folder / "etc").mkdir()
    (folder / "etc" / "token").write_text(TOKEN)
    loaded = load(written(folder / "etc", '[telegram]\ntoken_file = "token"'))
    assert loaded.telegram.token.get_secret_value() == TOKEN
    assert loaded.database.url == f"sqlite:///{folder}/etc/data/community.db"
    assert loaded.vault.keys_dir == folder / "etc" / "keys"
    assert loaded.telegram.token_file == folder / "etc" / "token"


def test_the_environment_overrides_the_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = written(folder, '[telegram]\ntoken_file = "nowhere"')
    monkeypatch.setenv("ENTREPAIRS_TELEGRAM__TOKEN", "77:other")
    monkeypatch.setenv("ENTREPAIRS_COMMUNITY__REGIONS", "FR-BRE, FR-ARA")
    monkeypatch.setenv("ENTREPAIRS_PACE__IN_FLIGHT", "8")
    monkeypatch.setenv("ENTREPAIRS_CONFIG", "elsewhere")
    loaded = load(file)
    assert loaded.telegram.token.get_secret_value() == "77:other"
    assert loaded.community.regions == ("FR-ARA", "FR-BRE")
    assert loaded.pace.in_flight == 8
    monkeypatch.setenv("ENTREPAIRS_COMMUNITY__REGIONS", '["FR-IDF"]')
    assert load(file).community.regions == ("FR-IDF",)


def test_the_environment_alone_is_enough(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTREPAIRS_TELEGRAM__TOKEN_FILE", "token")
    monkeypatch.setenv("ENTREPAIRS_COMMUNITY__CONTACT", "a@b.fr")
    loaded = load(None)
    assert loaded.telegram.token.get_secret_value() == TOKEN
    assert loaded.database.url == f"sqlite:///{folder}/data/community.db"


@pytest.mark.parametrize(
    ("variable", "value", "named"),
    [
        ("ENTREPAIRS_TELEGRAM__TOKN", "SECRET", "telegram.tokn is no setting"),
        ("ENTREPAIRS_TELEGRM__TOKEN", "SECRET", "ENTREPAIRS_TELEGRM__TOKEN names no setting"),
        (
            "ENTREPAIRS_TELEGRAM__MODE",
            "SECRET",
            "telegram.mode (from ENTREPAIRS_TELEGRAM__MODE) is not valid",
        ),
        ("ENTREPAIRS_TELEGRAM", "{SECRET", "ENTREPAIRS_SECTION__NAME=value"),
        (
            "ENTREPAIRS_PACE__IN_FLIGHT",
            "SECRET",
            "pace.in_flight (from ENTREPAIRS_PACE__IN_FLIGHT) is not valid",
        ),
    ],
)
def test_variables_are_checked_as_the_file_is(
    folder: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, named: str
) -> None:
    monkeypatch.setenv(variable, value)
    sentence = refusal(written(folder, ""))
    assert named in sentence
    assert "SECRET" not in sentence


def test_secrets_are_not_shown_by_repr(folder: Path) -> None:
    database = 'url = "postgresql://bot:SECRET@host/x"'
    loaded = load(written(folder, f'[database]\n{database}\n[telegram]\ntoken_file = "token"'))
    assert loaded.database.url == "postgresql+psycopg://bot:SECRET@host/x"
    assert "SECRET" not in repr(loaded)
    assert TOKEN not in repr(loaded)


def test_webhook_settings(folder: Path) -> None:
    (folder / "hook").write_text("a-long-random-word")
    text = f'[telegram]\ntoken_file = "token"\nmode = "webhook"\nwebhook_secret_file = "hook"\n{WEBHOOK}'
    telegram = load(written(folder, text)).telegram
    assert telegram.webhook_secret.get_secret_value() == "a-long-random-word"
    assert telegram.host_and_port == ("127.0.0.1", 8080)
    assert telegram.base_url == "https://api.telegram.org/bot"
