"""What Alembic runs: the service and the address come from `shared.persistence.migrating`."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import TypeDecorator

from shared.persistence.database import database_at
from shared.persistence.migrating import metadata_of
from shared.persistence.types import BigSerial


def render_item(kind: str, item: Any, autogen_context: Any) -> str | Literal[False]:
    """Write our own column types by name, so that a migration means the same on every engine."""
    if kind != "type":
        return False
    autogen_context.imports.add("from shared.persistence.types import BigSerial, Id, Money, UtcTime")
    if item is BigSerial:
        return "BigSerial"
    if isinstance(item, TypeDecorator) and type(item).__module__ == "shared.persistence.types":
        return f"{type(item).__name__}()"
    if getattr(item, "_variant_mapping", None) and hasattr(item, "length"):
        autogen_context.imports.add("from shared.persistence.paths import bytewise")
        return f"bytewise({item.length})"
    return False


def comparison(service: str) -> dict[str, Any]:
    """What the next migration is written from. Going through those that are written needs no model, and so imports
    none: that was half of the time it took.
    """
    return {
        "target_metadata": metadata_of(service),
        "render_item": render_item,
        "include_object": include(service),
        "compare_type": True,
    }


def include(service: str) -> Any:
    """On a service's branch only its own tables; on the platform's branch only the platform's."""
    platform, own = metadata_of(service)
    writing_platform = context.config.attributes.get("platform", False)
    wanted = platform if writing_platform else own

    def decide(item: Any, name: str | None, kind: str, reflected: bool, compare_to: Any) -> bool:
        table = item.name if kind == "table" else getattr(item, "table", item).name
        return table in wanted.tables or (reflected and table not in platform.tables and not writing_platform)

    return decide


config = context.config
compared = comparison(config.attributes["service"]) if config.attributes.get("written", False) else {}
with database_at(config.attributes["url"]).engine.connect() as connection:
    context.configure(
        connection=connection,
        render_as_batch=connection.dialect.name == "sqlite",
        transaction_per_migration=False,
        **compared,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
