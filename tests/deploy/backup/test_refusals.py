"""What is not restored: each reason is found before anything is written."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from deploy.backup.archive import MANIFEST, Damaged, rows_of
from deploy.backup.refusals import Refused
from deploy.backup.restoring import restore_backup
from deploy.backup.taking import take_backup
from deploy.commands import backup, restore
from shared.persistence.database import Database
from shared.persistence.migrating import begin_restoring
from shared.settings import Settings
from tests.deploy.backup.conftest import SECRET, Saved, Silent


@pytest.fixture
def place(tmp_path: Path) -> Settings:
    """An empty one."""
    return Settings(data=tmp_path / "place", secret=SECRET)


def refused(place: Settings, file: Path, reason: type[Exception] = Refused, **more: bool) -> str:
    with pytest.raises(reason) as fault:
        restore_backup(place, file, Silent(), **more)
    assert not place.data.exists()
    return str(fault.value)


def of_another_version(told: dict[str, Any]) -> None:
    told["version"] = "99.0.0"


def of_another_format(told: dict[str, Any]) -> None:
    told["format"] += 1


def of_another_schema(told: dict[str, Any]) -> None:
    told["services"]["sales"]["revisions"].append("sales_9999")


def without_a_service(told: dict[str, Any]) -> None:
    del told["services"]["reporting"]


def of_two_moments(told: dict[str, Any]) -> None:
    told["services"]["reporting"]["consumed"]["sales"] = told["services"]["sales"]["last_position"] + 1


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (of_another_version, "version 99.0.0"),
        (of_another_format, "Restore it with that one"),
        (of_another_schema, "sales_9999"),
        (without_a_service, "lacks reporting"),
        (of_two_moments, "reporting has taken in sales up to"),
    ],
)
def test_a_backup_that_does_not_fit_is_refused(
    saved: Saved, place: Settings, tmp_path: Path, change: Callable[[dict[str, Any]], object], reason: str
) -> None:
    assert reason in refused(place, saved.saying(tmp_path / "changed", change))


def cut_short(saved: Saved, to: Path) -> None:
    to.write_bytes(saved.file.read_bytes()[:-100])


def one_bit_turned(saved: Saved, to: Path) -> None:
    content = bytearray(saved.file.read_bytes())
    content[len(content) // 3] ^= 1
    to.write_bytes(content)


def no_zip(saved: Saved, to: Path) -> None:
    to.write_bytes(b"SQLite format 3\x00")


def without_its_manifest(saved: Saved, to: Path) -> None:
    saved.changed(to, lambda name, content: None if name == MANIFEST else content)


def with_a_manifest_of_nonsense(saved: Saved, to: Path) -> None:
    saved.changed(to, lambda name, content: b'{"format": 1}' if name == MANIFEST else content)


def without_a_table(saved: Saved, to: Path) -> None:
    lost = rows_of("sales", "leads")
    saved.changed(to, lambda name, content: None if name == lost else content)


def with_a_row_more(saved: Saved, to: Path) -> None:
    """A whole ZIP in itself."""
    changed = rows_of("gateway", "people")
    saved.changed(to, lambda name, content: content * 2 if name == changed else content)


@pytest.mark.parametrize(
    "damage",
    [
        cut_short,
        one_bit_turned,
        no_zip,
        without_its_manifest,
        with_a_manifest_of_nonsense,
        without_a_table,
        with_a_row_more,
    ],
)
def test_a_damaged_backup_is_refused(
    saved: Saved, place: Settings, tmp_path: Path, damage: Callable[[Saved, Path], None], monkeypatch: Any, capsys: Any
) -> None:
    damage(saved, tmp_path / "damaged")

    refused(place, tmp_path / "damaged", Damaged, verify=True)

    monkeypatch.setenv("TENON_DATA", str(place.data))
    assert restore.main([str(tmp_path / "damaged")]) == 3
    assert "damaged" in capsys.readouterr().err


def test_where_an_installation_is_nothing_is_restored(saved: Saved) -> None:
    """Not even on that of which it is the backup, and not by insisting."""
    for start_over in (False, True):
        with pytest.raises(Refused, match="installation here already"):
            restore_backup(saved.settings, saved.file, Silent(), start_over=start_over)


def test_what_a_restore_left_behind_is_thrown_away_only_on_demand(saved: Saved, place: Settings) -> None:
    begin_restoring(place.database_url("messaging"))

    with pytest.raises(Refused, match="--start-over"):
        restore_backup(place, saved.file, Silent(), verify=True)
    restore_backup(place, saved.file, Silent(), verify=True, start_over=True)


def test_another_secret_is_refused_unless_it_is_meant(saved: Saved, place: Settings, tmp_path: Path) -> None:
    other = Settings(data=place.data, secret="another")
    unknown = Settings(data=place.data)

    assert "is not that of the backup" in refused(other, saved.file)
    assert "Set TENON_SECRET" in refused(unknown, saved.file)
    for settings in (other, unknown):
        restore_backup(settings, saved.file, Silent(), verify=True, another_secret=True)


def test_a_broker_that_cannot_be_seen_to_be_empty_is_refused(saved: Saved, place: Settings) -> None:
    away = Settings(data=place.data, secret=SECRET, bus="amqp://guest:guest@127.0.0.1:1//")

    assert "broker does not answer" in refused(away, saved.file)


def test_a_backup_is_never_written_over(saved: Saved, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    before = saved.file.read_bytes()
    monkeypatch.setenv("TENON_DATA", str(saved.settings.data))

    assert backup.main([str(saved.file)]) == 1
    assert "never overwrites" in capsys.readouterr().err
    assert saved.file.read_bytes() == before


def test_an_older_schema_is_not_saved(saved: Saved, tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'sales.sqlite'}")
    with database.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32))")
    database.close()

    with pytest.raises(Refused, match="tenon migrate first"):
        take_backup(Settings(data=tmp_path), tmp_path / "no.backup", Silent())
    assert not list(tmp_path.glob("no.backup*"))
