"""The options of the test suite."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--record`: write the bot's lines of the dialogues anew; read the difference before you commit it."""
    parser.addoption("--record", action="store_true", help="write the bot's lines of the dialogues anew")
