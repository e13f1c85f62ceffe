"""Sellers read what is placed in their territories, and are told of it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from shared.persistence.types import Id, UtcTime

revision: str = "platform_0008"
down_revision: str | Sequence[str] | None = "platform_0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "territory_sellers",
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("territory_id", Id(), nullable=False),
        sa.Column("assigned_by", Id(), nullable=False),
        sa.Column("assigned_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "territory_id", name=op.f("pk_territory_sellers")),
    )
    op.create_index(op.f("ix_territory_sellers_territory_id"), "territory_sellers", ["territory_id"], unique=False)
    op.add_column("events", sa.Column("owner_territory_id", Id(), nullable=True))
    op.create_index("ix_events_owner_territory", "events", ["owner_territory_id", "position"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_events_owner_territory", table_name="events")
    op.drop_column("events", "owner_territory_id")
    op.drop_index(op.f("ix_territory_sellers_territory_id"), table_name="territory_sellers")
    op.drop_table("territory_sellers")
