"""The file of a backup: a ZIP that is there under its name once it is whole, and of which every byte is checked."""

import hashlib
import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from deploy.backup.manifest import Manifest, UnreadableManifest

MANIFEST = "manifest.json"
SECRET = "secret"  # nosec B105 -- the name of a member
COMPRESSION = 4
CHUNK = 256 * 1024


class Damaged(Exception):
    """The file is no whole backup: cut short, changed, or none at all."""


class Writer:
    """Takes the parts of a backup one after another."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    @contextmanager
    def part(self, name: str) -> Iterator["Digest"]:
        with self._archive.open(name, "w", force_zip64=True) as member:
            yield Digest(member)

    def write(self, name: str, content: bytes) -> None:
        self._archive.writestr(name, content)


class Digest:
    """Writes on, and knows the size and the SHA-256 of what went through."""

    def __init__(self, member: IO[bytes]) -> None:
        self._member, self._sum, self.size = member, hashlib.sha256(), 0

    def write(self, content: bytes) -> None:
        self._member.write(content)
        self._sum.update(content)
        self.size += len(content)

    @property
    def sha256(self) -> str:
        return self._sum.hexdigest()


@contextmanager
def write_archive(place: Path) -> Iterator[Writer]:
    """A new file, readable by its owner alone. Nothing is at `place` before the block has ended well.

    Raises FileExistsError.
    """
    if place.exists():
        raise FileExistsError(f"{place} is there already; a backup never overwrites")
    partial = place.with_name(f"{place.name}.partial")
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        with open(os.open(partial, os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o600), "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=COMPRESSION) as archive:
                yield Writer(archive)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(place)
    finally:
        partial.unlink(missing_ok=True)


class Archive:
    """A backup that is read."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.manifest = self._read_manifest()

    @contextmanager
    def part(self, name: str) -> Iterator[IO[bytes]]:
        """Raises `Damaged`, also while it is read."""
        try:
            with self._archive.open(name) as member:
                yield member
        except (KeyError, EOFError, zipfile.BadZipFile, zlib.error) as fault:
            raise Damaged(f"{name}: {fault}") from fault

    def digest(self, name: str) -> str:
        """The SHA-256 of a part as it is in the file. Raises `Damaged`."""
        sum_ = hashlib.sha256()
        with self.part(name) as member:
            while chunk := member.read(CHUNK):
                sum_.update(chunk)
        return sum_.hexdigest()

    def names(self) -> set[str]:
        return set(self._archive.namelist())

    def _read_manifest(self) -> Manifest:
        with self.part(MANIFEST) as member:
            text = member.read()
        try:
            return Manifest.from_bytes(text)
        except UnreadableManifest as fault:
            raise Damaged(f"its manifest cannot be read: {fault}") from fault


@contextmanager
def read_archive(place: Path) -> Iterator[Archive]:
    """Raises `Damaged` and OSError."""
    try:
        opened = zipfile.ZipFile(place)
    except (zipfile.BadZipFile, EOFError) as fault:
        raise Damaged(f"{place.name} is no whole backup: {fault}") from fault
    with opened:
        yield Archive(opened)


def digests(manifest: Manifest) -> dict[str, str]:
    """What each part must be, by its name in the file."""
    rows = {
        rows_of(service, name): table.sha256
        for service, part in manifest.services.items()
        for name, table in part.tables.items()
    }
    return rows | {file_of(path): part.sha256 for path, part in manifest.files.items()}


def rows_of(service: str, table: str) -> str:
    return f"rows/{service}/{table}.jsonl"


def file_of(path: str) -> str:
    return f"files/{path}"


def check(archive: Archive) -> Iterator[str]:
    """Each part's name once it was found whole. Raises `Damaged`."""
    wanted = digests(archive.manifest)
    lost = sorted(wanted.keys() - archive.names())
    if lost:
        raise Damaged(f"{lost[0]} is missing")
    for name, sha256 in wanted.items():
        if archive.digest(name) != sha256:
            raise Damaged(f"{name} is not what was saved")
        yield name
