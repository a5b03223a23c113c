"""One update, one transaction, one use case: nobody else commits, and no transaction can wait for the network."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.promises.source import CODE, functions, name, nodes, under, walk

# Who has a connection: the database worker; and what prepares or sweeps a file while no use case runs.
WORKER = "storage/database.py"
CONNECTED = frozenset({WORKER, "storage/engines.py", "storage/migrate.py", "storage/vault_tidy.py"})
CONNECTION = frozenset({"begin", "begin_nested", "begin_twophase", "rollback", "connect", "raw_connection"})
WAITS = (ast.AsyncFunctionDef, ast.Await, ast.AsyncFor, ast.AsyncWith)
COMMIT_OF_CONTEXT = "handlers/context.py"  # wraps the use case it is given


def test_only_the_database_worker_has_a_connection() -> None:
    for path in under(*CODE):
        if name(path) not in CONNECTED:
            for call in _methods(path):
                assert _called(call) not in CONNECTION, f"{name(path)}:{call.lineno} {ast.unparse(call)}"


def test_only_the_database_worker_commits() -> None:
    """A commit of the worker is awaited; one of a connection cannot be."""
    for path in under(*CODE):
        awaited = {id(node.value) for node in walk(path) if isinstance(node, ast.Await)}
        for call in _methods(path):
            if _called(call) == "commit" and name(path) != WORKER:
                assert id(call) in awaited, f"{name(path)}:{call.lineno} {ast.unparse(call)}"


def test_no_transaction_can_wait_for_the_network() -> None:
    for path, node in nodes("handlers/rules", "storage"):
        if name(path) != WORKER:
            assert not isinstance(node, WAITS), f"{name(path)}:{getattr(node, 'lineno', 0)}"


def test_a_use_case_is_a_plain_function() -> None:
    plain = {found.name for _, found in functions(*CODE) if isinstance(found, ast.FunctionDef)}
    waiting = {found.name for _, found in functions(*CODE) if isinstance(found, ast.AsyncFunctionDef)} - plain
    for path, use_case in _use_cases():
        assert _is_plain(use_case, waiting), f"{name(path)}:{use_case.lineno} {ast.unparse(use_case)}"


def _use_cases() -> Iterator[tuple[Path, ast.expr]]:
    for path in under("handlers", "bot"):
        for call in _methods(path):
            if _called(call) == "commit" and name(path) != COMMIT_OF_CONTEXT:
                yield path, call.args[ast.unparse(call.func).endswith("context.commit")]


def _is_plain(use_case: ast.expr, waiting: set[str]) -> bool:
    match use_case:
        case ast.Name(id=called) | ast.Attribute(attr=called):
            return called not in waiting
        case ast.Lambda(body=ast.Call(func=inner)) | ast.Call(func=ast.Name(id="partial"), args=[inner, *_]):
            return _is_plain(inner, waiting)
        case ast.IfExp(body=one, orelse=other):
            return _is_plain(one, waiting) and _is_plain(other, waiting)
    return False


@pytest.mark.parametrize(
    "wrong",
    ["later", "rules.later", "partial(rules.later, 1)", "lambda tx: later(tx)", "now if x else later", "made()"],
)
def test_another_use_case_would_be_seen(wrong: str) -> None:
    assert not _is_plain(ast.parse(wrong, mode="eval").body, {"later"})


def _methods(path: Path) -> Iterator[ast.Call]:
    """Calls of methods; a function of an imported module is none."""
    imported = {alias.asname or alias.name.partition(".")[0] for alias in _imports(path)}
    for node in walk(path):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _root(node.func) not in imported:
            yield node


def _root(called: ast.expr) -> str:
    return ast.unparse(called).partition(".")[0]


def _imports(path: Path) -> Iterator[ast.alias]:
    for node in walk(path):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from node.names


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""
