"""The papers of the project: what they name exists, and nothing of the place where they were written is in them."""

import re
import tomllib

import pytest

from tests.promises.source import ROOT, known_tests, name, texts

PROMISES = ROOT / "docs" / "promises.md"
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
PLACE = re.compile(r"`((?:tests|docs|bot|handlers|storage|\.ci)/[\w./-]*|Makefile|pyproject\.toml)`")
CONTRACT = re.compile(r"contract « ([^»]+) »")
# A home folder, a workplace's folder, a package index of one's own: they belong to a machine, not to a project.
PERSONAL = re.compile(
    r"/(?:home|Users|root|work|mnt|private)/\w|[A-Z]:\\{1,2}Users|--(?:extra-)?index-url|--trusted-host|artifactory|/simple/"
)
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#]+)(?:#[^)]*)?\)")


def _rows() -> list[list[str]]:
    lines = [line for line in PROMISES.read_text("utf-8").splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if not line.startswith("|---")]


def test_every_test_that_keeps_a_promise_exists() -> None:
    named = {f"{file}::{test}" for file, test in TEST.findall(PROMISES.read_text("utf-8"))}
    assert named - known_tests() == set()
    assert len(named) > 40


def test_every_place_that_keeps_a_promise_exists() -> None:
    assert [place for place in PLACE.findall(PROMISES.read_text("utf-8")) if not (ROOT / place).exists()] == []


def test_every_contract_that_keeps_a_promise_exists() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = {contract["name"] for contract in settings["tool"]["importlinter"]["contracts"]}
    assert set(CONTRACT.findall(PROMISES.read_text("utf-8"))) == contracts


def test_every_promise_has_its_three_cells() -> None:
    assert [row for row in _rows() if len(row) != 3 or not row[0]] == []


def test_nothing_of_a_machine_is_in_the_project() -> None:
    here = "tests/promises/test_papers.py"
    found = [
        f"{name(path)}: {match.group()}"
        for path in texts()
        if name(path) != here
        for match in PERSONAL.finditer(path.read_text("utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize("line", ["cd /home/ana/bot", "/work/x", r"C:\\Users\\ana", "--index-url https://x"])
def test_what_belongs_to_a_machine_would_be_seen(line: str) -> None:
    assert PERSONAL.search(line)


def test_every_link_of_the_papers_leads_somewhere() -> None:
    papers = [path for path in texts() if path.suffix == ".md"]
    dead = [
        f"{name(paper)} → {target}"
        for paper in papers
        for target in LINK.findall(paper.read_text("utf-8"))
        if not (paper.parent / target).exists()
    ]
    assert dead == []
