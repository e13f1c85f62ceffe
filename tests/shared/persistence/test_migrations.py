"""The migrations lead to exactly the tables that the models describe, on each engine."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from deploy.roster import EVERYBODY
from shared.persistence.database import database_at
from shared.persistence.migrating import metadata_of, migrate


@pytest.mark.parametrize("service", EVERYBODY)
def test_migrations_lead_to_the_models(service, bare_database_url):
    migrate(service, bare_database_url)

    assert _differences(service, bare_database_url) == []


def test_migrating_twice_changes_nothing(bare_database_url):
    migrate("sales", bare_database_url)
    migrate("sales", bare_database_url)

    assert _differences("sales", bare_database_url) == []


def test_a_forgotten_column_is_noticed(bare_database_url):
    migrate("sales", bare_database_url)
    with database_at(bare_database_url).engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE leads DROP COLUMN lost_reason")

    assert [difference[0] for difference in _differences("sales", bare_database_url)] == ["add_column"]


def _differences(service, url):
    with database_at(url).engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return compare_metadata(context, metadata_of(service))
