"""Restoring a backup to an empty place: whole, or never taken for an installation."""

import io
import os
from collections.abc import Mapping
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import cast

from alembic import command
from sqlalchemy import Connection, MetaData, inspect, text

from deploy.backup.archive import CHUNK, SECRET, Archive, Damaged, check, digests, file_of, read_archive, rows_of
from deploy.backup.delivering import settle_logs
from deploy.backup.manifest import Manifest, ServicePart
from deploy.backup.place import ensure_empty, ensure_fits, ensure_quiet_broker, ensure_same_secret
from deploy.backup.rows import AT_ONCE, insert_lines
from deploy.backup.secret import file_of_secret, known_secret
from deploy.backup.steps import Steps
from deploy.backup.triggers import without_triggers
from deploy.roster import EVERYBODY
from shared.files import files_at
from shared.persistence.database import Database
from shared.persistence.migrating import (
    HALF_RESTORED,
    begin_restoring,
    configuration,
    create_database,
    end_restoring,
)
from shared.settings import Settings

BUFFER = 1024 * 1024
_UNBOUND = {
    "sqlite": "PRAGMA foreign_keys=OFF",
    "mysql": "SET foreign_key_checks=0",
    "postgresql": "SET TimeZone='UTC'",
}
"""What a connection that only loads needs; PostgreSQL checks references table by table, in the order of their keys."""


def restore_backup(
    settings: Settings,
    place: Path,
    steps: Steps,
    *,
    verify: bool = False,
    start_over: bool = False,
    another_secret: bool = False,
) -> Manifest:
    """Make the installation of the backup here, or with `verify` only see whether that could be done.

    Raises `Damaged` and `Refused` before anything is changed. What is cut short later says so of itself, and no service
    starts on it.
    """
    addresses = {service: settings.database_url(service) for service in EVERYBODY}
    with read_archive(place) as archive:
        manifest = archive.manifest
        ensure_fits(manifest)
        steps.begin("checks", len(digests(manifest)))
        for _ in check(archive):
            steps.advance(1)
        ensure_empty(addresses, start_over=start_over)
        ensure_same_secret(manifest, settings, another=another_secret)
        ensure_quiet_broker(settings)
        if not verify:
            _restore(archive, settings, addresses, steps)
    return manifest


def _restore(archive: Archive, settings: Settings, addresses: Mapping[str, str], steps: Steps) -> None:
    manifest = archive.manifest
    for url in addresses.values():
        create_database(url)
        begin_restoring(url)
    steps.begin("records", manifest.rows)
    for service, url in addresses.items():
        _restore_service(archive, service, url, steps)
    settle_logs(addresses, redeliver=not manifest.embedded)
    _restore_files(archive, settings, steps)
    if manifest.secret.kept and known_secret(settings) is None:
        with archive.part(SECRET) as member:
            _write_secret(settings, member.read())
    for url in addresses.values():
        end_restoring(url)


def _restore_service(archive: Archive, service: str, url: str, steps: Steps) -> None:
    """The tables as they were then, their rows, and then what later migrations make of them."""
    part = archive.manifest.services[service]
    with closing(Database(url, pool_size=1)) as database:
        _drop_all(database)
        for revision in part.revisions:
            command.upgrade(configuration(service, url), revision)
        with database.engine.connect() as connection:
            connection.exec_driver_sql(_UNBOUND[database.dialect])
            connection.commit()
            if database.dialect == "sqlite":
                connection.exec_driver_sql("BEGIN")
            _load(archive, service, connection, steps)
            connection.commit()
    command.upgrade(configuration(service, url), "heads")


def _drop_all(database: Database) -> None:
    """What a restore that was cut short left behind, but not the sign that says so."""
    metadata = MetaData()
    metadata.reflect(database.engine)
    left = [table for table in metadata.tables.values() if table.name != HALF_RESTORED]
    metadata.drop_all(database.engine, tables=left)


def _load(archive: Archive, service: str, connection: Connection, steps: Steps) -> None:
    part = archive.manifest.services[service]
    order = [name for name, _ in inspect(connection).get_sorted_table_and_fkc_names() if name in part.tables]
    _ensure_columns(connection, service, part)
    quote = connection.dialect.identifier_preparer.quote
    for name in reversed(order):
        connection.exec_driver_sql(f"DELETE FROM {quote(name)}")  # nosec B608 -- a name that the database told
    with without_triggers(connection, order):
        for name in order:
            _load_table(archive, service, name, connection, steps)


def _load_table(archive: Archive, service: str, name: str, connection: Connection, steps: Steps) -> None:
    columns = archive.manifest.services[service].tables[name].columns
    with archive.part(rows_of(service, name)) as member:
        lines = io.BufferedReader(cast(io.RawIOBase, member), BUFFER)
        while some := list(islice(lines, AT_ONCE)):
            insert_lines(connection, name, columns, some)
            steps.advance(len(some))
    _go_on_numbering(connection, name)


def _ensure_columns(connection: Connection, service: str, part: ServicePart) -> None:
    """Names from the file go into statements only after the database has told the same ones."""
    inspector = inspect(connection)
    there = {name: {column["name"] for column in inspector.get_columns(name)} for name in inspector.get_table_names()}
    for name, table in part.tables.items():
        if set(table.columns) != there.get(name):
            raise Damaged(f"{name} of {service} is not as its schema {', '.join(part.revisions)} makes it")


def _go_on_numbering(connection: Connection, name: str) -> None:
    """Where the database gives the keys, the next one follows the last that was loaded; other engines see to it."""
    if connection.dialect.name != "postgresql":
        return
    quoted = connection.dialect.identifier_preparer.quote(name)
    for column in inspect(connection).get_pk_constraint(name)["constrained_columns"]:
        asked = text("SELECT pg_get_serial_sequence(:name, :column)")
        sequence = connection.scalar(asked, {"name": quoted, "column": column})
        if sequence is not None:
            last = f"SELECT max({column}) FROM {quoted}"  # nosec B608 -- names that the database told
            connection.execute(text(f"SELECT setval(:sequence, ({last}))"), {"sequence": sequence})


def _restore_files(archive: Archive, settings: Settings, steps: Steps) -> None:
    files, wanted = files_at(settings.files), archive.manifest.files
    steps.begin("files", len(wanted))
    for path in wanted:
        with archive.part(file_of(path)) as member, files.write(path) as file:
            while chunk := member.read(CHUNK):
                file.write(chunk)
        steps.advance(1)


def _write_secret(settings: Settings, secret: bytes) -> None:
    place = file_of_secret(settings)
    place.parent.mkdir(parents=True, exist_ok=True)
    with open(os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(secret)
