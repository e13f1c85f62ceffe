"""Every column of every service travels, between any two engines, as it is."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from deploy.backup.restoring import restore_backup
from deploy.backup.rows import kind_of
from deploy.backup.taking import take_backup
from deploy.roster import EVERYBODY
from shared.persistence.database import database_at
from shared.persistence.migrating import metadata_of
from shared.settings import Settings
from tests.deploy.backup.conftest import Saved, Silent, rows_of
from tests.end_to_end.conftest import databases_of_ones_own


@pytest.mark.parametrize("service", EVERYBODY)
def test_backups_know_the_type_of_every_column(service: str) -> None:
    for metadata in metadata_of(service):
        for table in metadata.sorted_tables:
            assert [column.name for column in table.columns if not kind_of(column)] == []


@pytest.fixture
def on_postgres(saved: Saved, tmp_path: Path, postgres_server: str) -> Iterator[Settings]:
    with databases_of_ones_own(postgres_server) as database:
        settings = replace(saved.settings, database=database, data=tmp_path / "there")
        yield settings
        for service in EVERYBODY:
            database_at(settings.database_url(service)).close()


def test_what_was_saved_from_files_goes_to_a_server_as_it_is(
    saved: Saved, on_postgres: Settings, tmp_path: Path
) -> None:
    restore_backup(on_postgres, saved.file, Silent())
    take_backup(on_postgres, tmp_path / "again.backup", Silent())

    assert rows_of(tmp_path / "again.backup") == rows_of(saved.file)
