"""Which version this is: as installed, or as the checkout says."""

import tomllib
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed
from pathlib import Path

PROJECT = Path(__file__).parent.parent / "pyproject.toml"


def version() -> str:
    """The number in pyproject.toml; `make demo` runs the checkout without installing it."""
    try:
        return installed("entrepairs")
    except PackageNotFoundError:
        return str(tomllib.loads(PROJECT.read_text("utf-8"))["project"]["version"])
