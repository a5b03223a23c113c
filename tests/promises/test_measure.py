"""The measure of the house: short files, short functions, no borrowed tools."""

import ast
import statistics

from tests.promises.source import CODE, Function, functions, name, nodes, under

MEDIAN_FILE, LONGEST_FILE = 100, 300  # lines
MEDIAN_FUNCTION, LONG_FUNCTION = 8, 25  # lines; one in ten may be longer than the second
LAST_TENTH = 8  # of the nine cuts between ten equal parts, counted from 0
MOCKS = ("unittest.mock", "mock", "pytest_mock")
# Ways of python-telegram-bot that keep steps in memory or write who wrote what to disk.
LEFT_ALONE = frozenset({"ConversationHandler", "JobQueue", "PicklePersistence", "DictPersistence", "AIORateLimiter"})

MEMORIES = frozenset({"user_data", "chat_data"})


def _lengths(*places: str) -> dict[str, int]:
    files = under(*places, suffixes=(".py", ".js", ".css"))
    return {name(path): len(path.read_text("utf-8").splitlines()) for path in files}


def test_no_file_is_long() -> None:
    assert {file: lines for file, lines in _lengths(*CODE, "tests").items() if lines > LONGEST_FILE} == {}


def test_most_files_are_short() -> None:
    written = [lines for lines in _lengths(*CODE, "tests").values() if lines > 1]
    assert statistics.median(written) <= MEDIAN_FILE


def test_most_functions_are_short() -> None:
    for places in (CODE, ("tests",)):
        lines = [_lines(found) for _, found in functions(*places)]
        assert statistics.median(lines) <= MEDIAN_FUNCTION
        assert statistics.quantiles(lines, n=10)[LAST_TENTH] <= LONG_FUNCTION


def _lines(found: Function) -> int:
    return (found.end_lineno or found.lineno) - found.lineno + 1


def test_every_file_says_what_lives_there() -> None:
    for path in under(*CODE, "tests"):
        if path.stat().st_size and path.name != "__init__.py":
            lead = ast.get_docstring(ast.parse(path.read_text("utf-8")))
            assert lead, name(path)


def test_nothing_is_mocked() -> None:
    for path, node in nodes(*CODE, "tests"):
        if isinstance(node, ast.ImportFrom):
            assert node.module not in MOCKS, name(path)
            assert not any(f"{node.module}.{alias.name}" in MOCKS for alias in node.names), name(path)
        elif isinstance(node, ast.Import):
            assert not any(alias.name in MOCKS for alias in node.names), name(path)


def test_steps_live_in_rows() -> None:
    for path, node in nodes(*CODE):
        if isinstance(node, ast.ImportFrom | ast.Import):
            assert not LEFT_ALONE & {alias.name for alias in node.names}, name(path)
        elif isinstance(node, ast.Attribute):
            assert node.attr not in MEMORIES, name(path)
