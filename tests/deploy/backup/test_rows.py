"""Every column of every service travels, between any two engines, as it is."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select, text

from deploy.backup.restoring import restore_backup
from deploy.backup.rows import kind_of
from deploy.backup.taking import take_backup
from deploy.roster import EVERYBODY
from shared.persistence.database import database_at
from shared.persistence.migrating import metadata_of
from shared.persistence.platform import NumberSequence
from shared.settings import Settings
from tests.deploy.backup.conftest import AWKWARD, Saved, Silent, rows_of
from tests.end_to_end.conftest import databases_of_ones_own, databases_on_mariadb


@pytest.mark.parametrize("service", EVERYBODY)
def test_backups_know_the_type_of_every_column(service: str) -> None:
    for metadata in metadata_of(service):
        for table in metadata.sorted_tables:
            assert [column.name for column in table.columns if not kind_of(column)] == []


@pytest.fixture(params=["postgresql", "mariadb"])
def on_a_server(request: pytest.FixtureRequest, saved: Saved, tmp_path: Path) -> Iterator[Settings]:
    places = (
        databases_on_mariadb()
        if request.param == "mariadb"
        else databases_of_ones_own(request.getfixturevalue("postgres_server"))
    )
    with places as database:
        settings = replace(saved.settings, database=database, data=tmp_path / "there")
        yield settings
        for service in EVERYBODY:
            database_at(settings.database_url(service)).close()


def triggers_of(settings: Settings) -> int:
    """How many keep sums in the databases of the services; the tables of a catalogue have none."""
    asked = "SELECT count(*) FROM information_schema.triggers WHERE trigger_schema NOT IN ('sys', 'mysql')"
    found = 0
    for service in EVERYBODY:
        with database_at(settings.database_url(service)).read() as session:
            of_this = " AND trigger_schema = DATABASE()" if session.get_bind().dialect.name == "mysql" else ""
            found += int(session.scalar(text(asked + of_this)) or 0)
    return found


def test_what_was_saved_from_files_goes_to_a_server_as_it_is_and_comes_back(
    saved: Saved, on_a_server: Settings, tmp_path: Path
) -> None:
    restore_backup(on_a_server, saved.file, Silent())
    take_backup(on_a_server, tmp_path / "again.backup", Silent())

    assert rows_of(tmp_path / "again.backup") == rows_of(saved.file)
    assert triggers_of(on_a_server) > 0
    back = replace(saved.settings, database=None, data=tmp_path / "back")
    restore_backup(back, tmp_path / "again.backup", Silent())
    with database_at(back.database_url("sales")).read() as session:
        assert session.scalar(select(NumberSequence.last).where(NumberSequence.series == AWKWARD)) == 2**63 - 1
    database_at(back.database_url("sales")).close()
