"""The options of the test suite."""

import pytest
from hypothesis import settings

settings.register_profile("fast", max_examples=5)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--record`: write the bot's lines of the dialogues anew; read the difference before you commit it."""
    parser.addoption("--record", action="store_true", help="write the bot's lines of the dialogues anew")


def pytest_configure(config: pytest.Config) -> None:
    """Whoever leaves the slow tests out wants an answer now: fewer examples of each property."""
    if config.option.markexpr == "not slow":
        settings.load_profile("fast")
