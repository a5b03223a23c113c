"""The command line in this process: what is printed where, and how it ends."""

import socket
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from bot import cli, options
from bot.version import version
from handlers.rules.people import ROLES
from handlers.rules.retention import SWEEPS
from storage import engines, journal
from storage.journal import Entry
from storage.trouble import Trouble
from tests.edge.shell import Shell, configure, trouble
from tests.storage import pair

EACH = [["run"], ["check"], ["migrate"], ["invite", "--role", "supervisor", "--region", "FR-ARA"], ["keys", "list"]]
EACH.append(["retention"])


@pytest.mark.parametrize("command", EACH)
def test_every_command_says_the_same_of_a_bad_configuration(shell: Shell, command: list[str]) -> None:
    assert "telegram.token is missing" in trouble(shell(*command))
    assert trouble(shell(*command, "--config", "none.toml")).endswith("none.toml does not exist.")
    configure('tokn = "x"\n')
    assert "telegram.tokn is no setting" in trouble(shell(*command))
    configure('mode = "x"\n', "other.toml")
    assert "telegram.mode is not valid" in trouble(shell(*command, "-c", "other.toml"))


@pytest.mark.parametrize("command", EACH)
def test_without_a_file_it_says_how_to_make_one(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    assert "cp config.example.toml config.toml" in trouble(shell(*command))
    monkeypatch.setenv("ENTREPAIRS_COMMUNITY__CONTACT", "contact@example.org")  # settings need no file
    assert trouble(shell(*command)).startswith("entrepairs: telegram.token is missing; expected: ")


def test_a_demo_beside_another_is_told_how_to_choose_a_port(shell: Shell) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        said = trouble(shell("demo", "--no-browser", "--port", port, "--data", "played"))
    assert said.startswith(f"entrepairs: Cannot listen on 127.0.0.1:{port}: ")
    assert "--port" in said


@pytest.mark.parametrize("command", [EACH[0], EACH[3]])
def test_a_server_that_cannot_be_reached(shell: Shell, command: list[str]) -> None:
    configure()
    assert "cannot be reached" in trouble(shell(*command))


def test_data_that_cannot_be_written(shell: Shell) -> None:
    configure('[database]\nurl = "sqlite:////proc/nothing/x.db"\n')
    assert "/proc/nothing" in trouble(shell("run"))


def test_the_configuration_may_be_named_by_the_environment(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTREPAIRS_CONFIG", "none.toml")
    assert trouble(shell("check")).endswith("none.toml does not exist.")


def test_migrate_makes_both_databases_and_may_be_repeated(shell: Shell) -> None:
    configure()
    for _ in range(2):
        ended = shell("migrate")
        assert (ended.code, ended.out) == (0, ["Both databases are up to date."])
    assert Path("data/community.db").exists()
    assert Path("data/vault.db").exists()


def test_what_has_outlived_its_time_is_told_and_stays_until_the_sweep(shell: Shell) -> None:
    configure()
    shell("migrate")
    url = "sqlite:///data/community.db"
    with closing(pair.at(url, "sqlite:///data/vault.db", Path("keys"))) as there, there.begin() as tx:
        journal.write(tx, Entry(date(2020, 1, 1), "given", "FR-ARA"))
    for option, number in (["--dry-run"], 1), (["--dry-run"], 1), ([], 1), (["--dry-run"], 0):
        ended = shell("retention", *option)
        assert (ended.code, len(ended.out)) == (0, len(SWEEPS) + 1)
        assert f"{number:>6}  acts in the journal" in ended.out
    held = engines.lock(url)
    assert held
    with held:
        assert "Another Entrepairs already runs" in trouble(shell("retention"))
        assert shell("retention", "--dry-run").code == 0


def test_check_prints_a_line_for_each_finding_and_ends_with_two(shell: Shell) -> None:
    configure()
    ended = shell("check")
    assert ended.code == 2
    assert {line.split()[0] for line in ended.out} <= {"ok", "warn", "bad"}
    assert [line for line in ended.out if line.startswith("bad")] == [
        "bad   The Bot API server does not answer (NotSent): check telegram.api_url."
    ]


def test_invite_knows_its_regions(shell: Shell) -> None:
    configure()
    said = trouble(shell("invite", "--role", "coordinator", "--region", "FR-BRE"))
    assert said.endswith("--region must be one of: FR-ARA, national.")


def test_usage_errors_end_with_two(shell: Shell) -> None:
    for arguments in (["fly"], ["invite"], ["invite", "--role", "king"], ["run", "--x"], ["demo", "--port", "x"]):
        assert shell(*arguments).code == 2


def test_help_and_version(shell: Shell) -> None:
    help_page = "\n".join(shell("--help").out)
    assert all(command in help_page for command in ("run", "demo", "invite", "check", "migrate", "retention"))
    assert shell("--version").out == [f"entrepairs {version()}"]


def test_roles_are_those_of_the_rules() -> None:
    assert tuple(role.value for role in cli.Role) == ROLES


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (Trouble("One\nsentence."), 2, "entrepairs: One sentence."),
        (PermissionError(13, "Permission denied", "/secret"), 1, "error=PermissionError place=tests/edge/test_cli.py"),
        (KeyError("Je n’en peux plus"), 1, "please report this line: error=KeyError place=tests/edge/test_cli.py"),
    ],
)
def test_every_end_is_one_line(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, said: str
) -> None:
    def fail(_: object) -> None:
        raise error

    configure()
    monkeypatch.setattr(options, "load", fail)
    ended = shell("run")
    assert ended.code == code
    (line,) = ended.err
    assert said in line
    assert "peux" not in line
