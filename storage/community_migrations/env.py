"""Where alembic enters; it runs this file, nobody imports it."""

from storage.migrate import run

run()
