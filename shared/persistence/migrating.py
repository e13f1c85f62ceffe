"""Bringing a service's database to the schema of this code, and writing the next migration."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, MetaData, create_engine, inspect, text
from sqlalchemy.engine import make_url

from shared.persistence.database import database_at
from shared.persistence.platform import PlatformBase

ROOT = Path(__file__).resolve().parents[2]
PLATFORM_VERSIONS = Path(__file__).parent / "migrations" / "versions"
HALF_RESTORED = "half_restored"
"""A table that is in a database while a backup is restored to it, and in no other."""


def folder_of(service: str) -> Path:
    """Where a service's own code lies; the gateway is the one that is no service."""
    return ROOT / "gateway" if service == "gateway" else ROOT / "services" / service


def metadata_of(service: str) -> list[MetaData]:
    """Everything that the service's database should hold."""
    package = "gateway" if service == "gateway" else f"services.{service}"
    import_module(f"{package}.service")
    base = import_module(f"{package}.persistence").Base
    return [PlatformBase.metadata, base.metadata]


def configuration(service: str, url: str) -> Config:
    config = Config()
    own = folder_of(service) / "migrations" / "versions"
    config.set_main_option("script_location", str(PLATFORM_VERSIONS.parent))
    config.set_main_option("path_separator", "os")
    config.set_main_option("version_locations", f"{PLATFORM_VERSIONS}:{own}")
    config.attributes["url"] = url
    config.attributes["service"] = service
    return config


def migrate(service: str, url: str) -> None:
    """Create the database if it is not there and bring it to the newest schema; nothing happens when it has that."""
    create_database(url)
    if not is_current(service, url):
        command.upgrade(configuration(service, url), "heads")


def is_current(service: str, url: str) -> bool:
    heads = set(ScriptDirectory.from_config(configuration(service, url)).get_heads())
    with database_at(url).engine.connect() as connection:
        return set(MigrationContext.configure(connection).get_current_heads()) == heads


def create_database(url: str) -> None:
    """Make the database on a server that does not have it yet; SQLite makes its file by itself."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return
    with _server_of(address) as connection:
        quoted = connection.dialect.identifier_preparer.quote(address.database or "")
        if address.get_backend_name() == "postgresql":
            if not _is_on(connection, address):
                connection.exec_driver_sql(f"CREATE DATABASE {quoted}")
        else:
            connection.exec_driver_sql(f"CREATE DATABASE IF NOT EXISTS {quoted} CHARACTER SET utf8mb4")


def has_database(url: str) -> bool:
    """Whether the database is there, with tables or without; asking does not make it."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return Path(address.database or "").exists()
    with _server_of(address) as connection:
        return _is_on(connection, address)


@contextmanager
def _server_of(address: URL) -> Iterator[Connection]:
    home = "postgres" if address.get_backend_name() == "postgresql" else "mysql"
    engine = create_engine(address.set(database=home), isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _is_on(connection: Connection, address: URL) -> bool:
    catalogue = {"postgresql": "SELECT 1 FROM pg_database WHERE datname = :name"}
    others = "SELECT 1 FROM information_schema.schemata WHERE schema_name = :name"
    asked = text(catalogue.get(address.get_backend_name(), others))
    return connection.scalar(asked, {"name": address.database}) is not None


def begin_restoring(url: str) -> None:
    """From here until `end_restoring` nobody takes this database for an installation's."""
    with database_at(url).engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE TABLE IF NOT EXISTS {HALF_RESTORED} (id INTEGER)")


def end_restoring(url: str) -> None:
    with database_at(url).engine.begin() as connection:
        connection.exec_driver_sql(f"DROP TABLE {HALF_RESTORED}")


def is_half_restored(url: str) -> bool:
    """Whether a restore began here and has not ended."""
    if not has_database(url):
        return False
    with database_at(url).engine.connect() as connection:
        return inspect(connection).has_table(HALF_RESTORED)


def write_migration(service: str, message: str, url: str) -> None:
    """Write the migration that leads from the current schema to the models, on the service's own branch."""
    versions = folder_of(service) / "migrations" / "versions"
    versions.mkdir(parents=True, exist_ok=True)
    config = configuration(service, url)
    config.attributes["written"] = True
    first = not any(versions.glob("*.py"))
    command.revision(
        config,
        message=message,
        autogenerate=True,
        head="base" if first else f"{service}@head",
        splice=first,
        branch_label=service if first else None,
        version_path=str(versions),
        rev_id=f"{service}_{len(list(versions.glob('*.py'))) + 1:04d}",
    )


def write_platform_migration(message: str, url: str) -> None:
    """Write the next migration of the tables that every service has; `url` is a database of the sales service."""
    config = configuration("sales", url)
    config.attributes["written"] = config.attributes["platform"] = True
    first = not any(PLATFORM_VERSIONS.glob("*.py"))
    command.revision(
        config,
        message=message,
        autogenerate=True,
        head="base" if first else "platform@head",
        splice=first,
        branch_label="platform" if first else None,
        version_path=str(PLATFORM_VERSIONS),
        rev_id=f"platform_{len(list(PLATFORM_VERSIONS.glob('*.py'))) + 1:04d}",
    )
