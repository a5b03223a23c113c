"""The project as the promises read it: its files, their syntax, the names of its tests."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
CODE = ("bot", "handlers", "storage")
TEXT = (".py", ".js", ".css", ".html", ".po", ".toml", ".lock", ".md", ".txt", ".yml", ".yaml", ".svg", "")
Function = ast.FunctionDef | ast.AsyncFunctionDef


def under(*places: str, suffixes: tuple[str, ...] = (".py",)) -> list[Path]:
    """The files of these folders with these suffixes, sorted."""
    found = (path for place in places for path in (ROOT / place).rglob("*"))
    return sorted(path for path in found if path.suffix in suffixes and path.is_file() and _ours(path))


def texts() -> list[Path]:
    """Every text file of the project: the folders of the program, the papers, and what lies at the top."""
    top = [path for path in ROOT.iterdir() if path.is_file() and path.suffix in TEXT and path.name != ".git"]
    return sorted(top) + under(*CODE, "tests", "docs", ".ci", suffixes=TEXT)


def _ours(path: Path) -> bool:
    return not any(part in ("__pycache__", "artefacts", "node_modules") for part in path.parts)


def name(path: Path) -> str:
    """A file's place in the project, such as `handlers/front.py`."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """The syntax of a Python file."""
    return ast.parse(path.read_text("utf-8"), name(path))


@cache
def walk(path: Path) -> tuple[ast.AST, ...]:
    """Every piece of syntax of a Python file."""
    return tuple(ast.walk(tree(path)))


def nodes(*places: str) -> Iterator[tuple[Path, ast.AST]]:
    """Every piece of syntax of the Python files of these folders, with its file."""
    for path in under(*places):
        yield from ((path, node) for node in walk(path))


def functions(*places: str) -> Iterator[tuple[Path, Function]]:
    """Every function of these folders, with its file."""
    for path, node in nodes(*places):
        if isinstance(node, Function):
            yield path, node


def templates(*places: str, leaving: frozenset[str] = frozenset()) -> Iterator[tuple[Path, str]]:
    """Every string of the code; `{expression}` stands where an f-string has a value. Docstrings are left out.

    `leaving`: names of dictionaries whose keys are left out.
    """
    for path in under(*places):
        left = set(_keys(path, leaving)) | set(_inner(path))
        for node in walk(path):
            if id(node) not in left and (found := template(node)) is not None:
                yield path, found


def template(node: ast.AST) -> str | None:
    """A string as it is written in the code, or None if this is none."""
    match node:
        case ast.Constant(value=str() as text):
            return text
        case ast.JoinedStr(values=values):
            return "".join(_piece(value) for value in values)
    return None


def _piece(node: ast.expr) -> str:
    if isinstance(node, ast.FormattedValue):
        return "{" + ast.unparse(node.value) + "}"
    return str(node.value) if isinstance(node, ast.Constant) else ""


def _inner(path: Path) -> Iterator[int]:
    """The pieces of f-strings, how their values are written, and the docstrings."""
    for node in walk(path):
        if isinstance(node, ast.JoinedStr):
            yield from (id(value) for value in node.values if isinstance(value, ast.Constant))
        elif isinstance(node, ast.FormattedValue):
            yield id(node.format_spec)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield id(node.value)


def _keys(path: Path, names: frozenset[str]) -> Iterator[int]:
    for node in walk(path):
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Dict):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(target, ast.Name) and target.id in names for target in targets):
                yield from (id(key) for key in node.value.keys)


@cache
def known_tests() -> frozenset[str]:
    """Every test, as pytest names it without its parameters."""
    return frozenset(
        f"{name(path)}::{found.name}" for path, found in functions("tests") if re.match("test_", found.name)
    )
