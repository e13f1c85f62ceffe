"""Events say whose their record is now, so that only those who may read the record are told of them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from shared.persistence.types import Id

revision: str = "platform_0002"
down_revision: str | Sequence[str] | None = "platform_0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

INDEXES = {"ix_events_type": "type", "ix_events_owner": "owner_id", "ix_events_owner_unit": "owner_unit_id"}
OWNED = {"owner_id": "owner_id", "owner_unit_id": "org_unit_id"}
OTHERWISE = {
    "people": {"owner_id": "id", "owner_unit_id": "unit_id"},
    "units": {"owner_unit_id": "id"},
    "imports": {"owner_id": "created_by"},
}
"""The records that belong to somebody without having an owner and a unit: the gateway's own."""


def upgrade() -> None:
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.add_column(sa.Column("owner_id", Id(), nullable=True))
        batch_op.add_column(sa.Column("owner_unit_id", Id(), nullable=True))
        for name, column in INDEXES.items():
            batch_op.create_index(name, [column, "position"], unique=False)
    _hand_out_old_events()


def downgrade() -> None:
    with op.batch_alter_table("events", schema=None) as batch_op:
        for name in INDEXES:
            batch_op.drop_index(name)
        batch_op.drop_column("owner_unit_id")
        batch_op.drop_column("owner_id")


def _hand_out_old_events() -> None:
    """What was told before goes to whom the records belong to now."""
    inspector = sa.inspect(op.get_bind())
    for table in inspector.get_table_names():
        columns = {column["name"] for column in inspector.get_columns(table)}
        belongs_by = OWNED if {"version", "owner_id", "org_unit_id"} <= columns else OTHERWISE.get(table, {})
        for column, source in belongs_by.items():
            theirs = f"FROM {table} r WHERE r.id = events.subject"
            op.execute(
                # names of our own tables and columns, no value from anywhere
                f"UPDATE events SET {column} = (SELECT r.{source} {theirs}) WHERE EXISTS (SELECT 1 {theirs})"  # nosec B608
            )
