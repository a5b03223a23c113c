"""The databases that tests are given are empty, separate and real."""

import sqlalchemy as sa

from tests.storage.conftest import Urls


def test_the_two_databases_are_empty_and_apart(urls: Urls) -> None:
    community, vault = sa.create_engine(urls.community), sa.create_engine(urls.vault)
    with community.begin() as connection:
        connection.execute(sa.text("CREATE TABLE here (id text PRIMARY KEY)"))
    assert sa.inspect(community).get_table_names() == ["here"]
    assert sa.inspect(vault).get_table_names() == []
    community.dispose()
    vault.dispose()
