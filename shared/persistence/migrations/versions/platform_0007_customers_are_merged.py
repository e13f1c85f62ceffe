"""Customers are merged, and what pointed to the one points to the other until that is undone."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from shared.persistence.types import Id

revision: str = "platform_0007"
down_revision: str | Sequence[str] | None = "platform_0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "merged_customers",
        sa.Column("loser_id", Id(), nullable=False),
        sa.Column("into_id", Id(), nullable=False),
        sa.Column("merge_id", Id(), nullable=False),
        sa.PrimaryKeyConstraint("loser_id", "into_id", name=op.f("pk_merged_customers")),
    )
    op.create_index("ix_merged_customers_merge", "merged_customers", ["merge_id"], unique=False)
    op.create_table(
        "moved_to_customers",
        sa.Column("merge_id", Id(), nullable=False),
        sa.Column("noun", sa.String(length=60), nullable=False),
        sa.Column("record_id", Id(), nullable=False),
        sa.PrimaryKeyConstraint("merge_id", "noun", "record_id", name=op.f("pk_moved_to_customers")),
    )


def downgrade() -> None:
    op.drop_table("moved_to_customers")
    op.drop_index("ix_merged_customers_merge", table_name="merged_customers")
    op.drop_table("merged_customers")
