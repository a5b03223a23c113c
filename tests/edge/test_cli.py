"""The command line in this process: what is printed where, and how it ends."""

import socket
import sys
from pathlib import Path

import pytest

from bot import cli
from bot.version import version
from handlers.rules.people import ROLES
from storage.trouble import Trouble

TOKEN = "123456:AAAA-secret_part-BBBB"


class Ended:
    """Exit code and lines of one command."""

    def __init__(self, code: object, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out.splitlines(), err.splitlines()


class Shell:
    def __init__(self, patch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._patch, self._capsys = patch, capsys

    def __call__(self, *arguments: str) -> Ended:
        self._patch.setattr(sys, "argv", ["entrepairs", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = self._capsys.readouterr()
        assert "Traceback" not in said.err
        assert TOKEN not in said.out + said.err
        return Ended(ended.value.code, said.out, said.err)


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    return Shell(monkeypatch, capsys)


def configure(text: str = "", name: str = "config.toml") -> None:
    Path(name).write_text(
        f'[telegram]\ntoken = "{TOKEN}"\napi_url = "http://127.0.0.1:{closed_port()}"\n{text}'
        '[community]\ncontact = "contact@example.org"\nregions = ["FR-ARA"]\n'
    )
    Path(name).chmod(0o600)


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


EACH = [["run"], ["check"], ["migrate"], ["invite", "--role", "supervisor", "--region", "FR-ARA"]]


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


def trouble(ended: Ended) -> str:
    """The one line on stderr of a command that ended with code 2."""
    assert ended.code == 2
    assert ended.out == []
    (line,) = ended.err
    assert line.startswith("entrepairs: ")
    return line


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
    assert all(command in help_page for command in ("run", "demo", "invite", "check", "migrate"))
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
    monkeypatch.setattr(cli, "load", fail)
    ended = shell("run")
    assert ended.code == code
    (line,) = ended.err
    assert said in line
    assert "peux" not in line
