"""A small month of the program as it is, and one of a build that leaks, each lived through once."""

import asyncio

import pytest

from tests.anonymity import leaks, month
from tests.anonymity.month import Month

Factory = pytest.TempPathFactory


@pytest.fixture(scope="session")
def small_month(tmp_path_factory: Factory) -> Month:
    """As it is."""
    return asyncio.run(month.lived(tmp_path_factory.mktemp("month"), month.SMALL))


@pytest.fixture(scope="session")
def leaky_month(tmp_path_factory: Factory) -> Month:
    """With every leak that lies in files."""
    return asyncio.run(month.lived(tmp_path_factory.mktemp("leaky"), month.SMALL, leak=leaks.careless))
