"""Jobs that hand the customers of a territory over."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from shared.persistence.types import Id, UtcTime

revision: str = "gateway_0020"
down_revision: str | Sequence[str] | None = "gateway_0019"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "reassignments",
        sa.Column("territory_id", Id(), nullable=False),
        sa.Column("to_owner_id", Id(), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("moved", sa.Integer(), nullable=False),
        sa.Column("after_id", Id(), nullable=True),
        sa.Column("failure", sa.String(length=500), nullable=True),
        sa.Column("lease_holder", sa.String(length=64), nullable=True),
        sa.Column("lease_until", UtcTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("created_by", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reassignments")),
    )
    op.create_index(op.f("ix_reassignments_status"), "reassignments", ["status"], unique=False)
    op.create_index("ix_reassignments_created_by_created", "reassignments", ["created_by", "created_at"], unique=False)
    op.create_table(
        "reassignment_rows",
        sa.Column("reassignment_id", Id(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("record_id", Id(), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=True),
        sa.Column("messages", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reassignment_id"], ["reassignments.id"], name=op.f("fk_reassignment_rows_reassignment_id")
        ),
        sa.PrimaryKeyConstraint("reassignment_id", "place", name=op.f("pk_reassignment_rows")),
    )


def downgrade() -> None:
    op.drop_table("reassignment_rows")
    op.drop_index("ix_reassignments_created_by_created", table_name="reassignments")
    op.drop_index(op.f("ix_reassignments_status"), table_name="reassignments")
    op.drop_table("reassignments")
