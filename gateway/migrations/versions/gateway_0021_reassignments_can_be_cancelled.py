"""Reassignments know whether sales was asked for more, so that they can be cancelled."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "gateway_0021"
down_revision: str | Sequence[str] | None = "gateway_0020"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("reassignments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("asked", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("reassignments", schema=None) as batch_op:
        batch_op.drop_column("asked")
