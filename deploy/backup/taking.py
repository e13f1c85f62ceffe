"""Taking a backup while everything runs."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from sqlalchemy import Connection, Table, func, select

from deploy.backup.archive import CHUNK, MANIFEST, SECRET, Writer, file_of, rows_of, write_archive
from deploy.backup.manifest import FORMAT, FilePart, Manifest, SecretPart, ServicePart, TablePart, those_ahead
from deploy.backup.moment import one_moment
from deploy.backup.refusals import Refused
from deploy.backup.rows import lines_of
from deploy.backup.secret import fingerprint_of, kept_secret, known_secret
from deploy.backup.steps import Steps
from deploy.roster import EVERYBODY
from shared.clock import now
from shared.files import Files, files_at
from shared.ids import new_id
from shared.persistence.database import database_at
from shared.persistence.migrating import is_current, metadata_of
from shared.settings import Settings
from shared.version import VERSION


def take_backup(settings: Settings, place: Path, steps: Steps, *, with_secret: bool = True) -> Manifest:
    """Write a backup of everything to `place`. Raises `Refused`, `NeverQuiet` and OSError; then nothing is there.

    Files are copied before the moment of the databases and again after it: one that a record names at that moment was
    there before or has come meanwhile, and one that is removed later has been copied already.
    """
    addresses = {service: settings.database_url(service) for service in EVERYBODY}
    _ensure_current(addresses)
    files = files_at(settings.files)
    with write_archive(place) as writer:
        copied = _copy_files(writer, files, {}, steps)
        with one_moment(addresses) as pictures:
            moment = now().isoformat()
            services = _save_services(writer, pictures, steps)
        copied |= _copy_files(writer, files, copied, steps)
        ahead = those_ahead(services)
        if ahead:
            raise Refused(f"The databases are not of one moment: {'; '.join(ahead)}.")
        secret = _keep_secret(writer, settings, with_secret)
        manifest = Manifest(FORMAT, new_id(), VERSION, moment, secret, settings.is_embedded, services, copied)
        writer.write(MANIFEST, manifest.to_bytes())
    return manifest


def _ensure_current(addresses: Mapping[str, str]) -> None:
    for service, url in addresses.items():
        try:
            current = is_current(service, url)
        except Exception as fault:
            raise Refused(f"The database of {service} does not answer: {str(fault).splitlines()[0]}") from fault
        finally:
            database_at(url).close()  # a busy server has few connections to spare
        if not current:
            raise Refused(f"The database of {service} is not at this version's schema: run ./tenon migrate first.")


def _keep_secret(writer: Writer, settings: Settings, with_secret: bool) -> SecretPart:
    kept = kept_secret(settings) if with_secret and not settings.secret else None
    if kept is not None:
        writer.write(SECRET, kept.encode())
    known = known_secret(settings)
    return SecretPart(kept is not None, fingerprint_of(known) if known else "")


def _save_services(writer: Writer, pictures: Mapping[str, Connection], steps: Steps) -> dict[str, ServicePart]:
    tables = {service: [*_tables_of(service)] for service in pictures}
    counted = sum(_count(pictures[service], table) for service, found in tables.items() for table in found)
    steps.begin("records", counted)
    return {
        service: _save_service(writer, service, picture, tables[service], steps)
        for service, picture in pictures.items()
    }


def _tables_of(service: str) -> Iterator[Table]:
    for metadata in metadata_of(service):
        yield from metadata.sorted_tables


def _count(picture: Connection, table: Table) -> int:
    return picture.scalar(select(func.count()).select_from(table)) or 0


def _save_service(writer: Writer, service: str, picture: Connection, tables: list[Table], steps: Steps) -> ServicePart:
    log = picture.exec_driver_sql("SELECT last_position, published_position, last_hash FROM event_log").one_or_none()
    consumed = picture.exec_driver_sql("SELECT source, position FROM consumed WHERE source <> '-'").all()
    revisions = picture.exec_driver_sql("SELECT version_num FROM alembic_version ORDER BY version_num").scalars()
    last, published, last_hash = log or (0, 0, None)
    return ServicePart(
        revisions=list(revisions),
        last_position=last,
        published_position=published,
        last_hash=last_hash,
        consumed={str(source): int(position) for source, position in consumed},
        tables={str(table.name): _save_table(writer, service, picture, table, steps) for table in tables},
    )


def _save_table(writer: Writer, service: str, picture: Connection, table: Table, steps: Steps) -> TablePart:
    rows = 0
    with writer.part(rows_of(service, table.name)) as part:
        for count, lines in lines_of(picture, table):
            part.write(lines)
            rows += count
            steps.advance(count)
    return TablePart([column.name for column in table.columns], rows, part.sha256)


def _copy_files(writer: Writer, files: Files, copied: Mapping[str, FilePart], steps: Steps) -> dict[str, FilePart]:
    """Those not copied yet. One that is gone before it is opened is none that the moment knows."""
    wanted = [path for path in files.paths() if path not in copied]
    steps.begin("files", len(wanted))
    found: dict[str, FilePart] = {}
    for path in wanted:
        try:
            with files.read(path) as file, writer.part(file_of(path)) as part:
                while chunk := file.read(CHUNK):
                    part.write(chunk)
            found[path] = FilePart(part.size, part.sha256)
        except FileNotFoundError:
            continue
        finally:
            steps.advance(1)
    return found
