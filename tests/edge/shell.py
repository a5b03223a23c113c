"""The command line in this process: a command is run, its lines and its exit code are kept."""

import socket
import sys
from pathlib import Path

import pytest

from bot import cli

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


def configure(text: str = "", name: str = "config.toml") -> None:
    Path(name).write_text(
        f'[telegram]\ntoken = "{TOKEN}"\napi_url = "http://127.0.0.1:{closed_port()}"\n{text}'
        '[community]\ncontact = "contact@example.org"\nregions = ["FR-ARA"]\n'
    )
    Path(name).chmod(0o600)


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def trouble(ended: Ended) -> str:
    """The one line on stderr of a command that ended with code 2."""
    assert ended.code == 2
    assert ended.out == []
    (line,) = ended.err
    assert line.startswith("entrepairs: ")
    return line
