"""An installation of the newest schema that never ran, and its backup."""

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pytest

from deploy.backup.archive import MANIFEST
from deploy.backup.manifest import Manifest
from deploy.backup.taking import take_backup
from deploy.preparing import ensure_administrator, migrate_all
from shared.files import files_at
from shared.persistence.database import database_at
from shared.persistence.platform import InboxEntry, NumberSequence
from shared.settings import Settings

SECRET = "a secret of these tests only"
AWKWARD = "tab\t, line\n, return\r, \\N, \\, quote ' and \" — 汉字 😀"


class Silent:
    """Steps that nobody looks at."""

    def begin(self, what: str, total: int) -> None: ...

    def advance(self, by: int) -> None: ...


@dataclass
class Saved:
    """Where an installation is, and the backup that was made of it."""

    settings: Settings
    file: Path
    manifest: Manifest

    def changed(self, to: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
        """The same backup with parts that `change` has made others of, or none."""
        with zipfile.ZipFile(self.file) as old, zipfile.ZipFile(to, "w") as new:
            for name in old.namelist():
                content = change(name, old.read(name))
                if content is not None:
                    new.writestr(name, content)
        return to

    def saying(self, to: Path, change: Callable[[dict[str, Any]], object]) -> Path:
        """The same backup with another manifest."""

        def changed(name: str, content: bytes) -> bytes:
            if name != MANIFEST:
                return content
            told = orjson.loads(content)
            change(told)
            return orjson.dumps(told)

        return self.changed(to, changed)


@pytest.fixture(scope="package")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Saved]:
    folder = tmp_path_factory.mktemp("saved")
    settings = Settings(data=folder / "data", secret=SECRET)
    migrate_all(settings, tell=lambda _service: None)
    ensure_administrator(settings)
    with database_at(settings.database_url("sales")).write() as session:
        session.add(NumberSequence(series=AWKWARD, last=2**63 - 1))
        session.add(InboxEntry(event_id=ID, handler="h", subject=ID, state="done", envelope=None, error=AWKWARD))
    with files_at(settings.files).write("attachments/one/content") as file:
        file.write(bytes(range(256)))
    yield Saved(settings, folder / "it.backup", take_backup(settings, folder / "it.backup", Silent()))
    for service in ("sales", "gateway"):
        database_at(settings.database_url(service)).close()


ID = "01a21640-d4d6-72b2-8b92-a0513bde2734"


def rows_of(file: Path) -> dict[str, list[bytes]]:
    """The rows of every table in a backup; engines differ in how they sort them."""
    with zipfile.ZipFile(file) as archive:
        names = [name for name in archive.namelist() if name.startswith("rows/")]
        return {name: sorted(archive.read(name).splitlines()) for name in names}
