"""A share says why it stands, and one grantee may have one for each reason."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "platform_0009"
down_revision: str | Sequence[str] | None = "platform_0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

BEFORE, NOW = "uq_shares_record_id_grantee_id", "uq_shares_record_id_grantee_id_reason"


def upgrade() -> None:
    with op.batch_alter_table("shares", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reason", sa.String(length=20), server_default="hand", nullable=False))
        batch_op.create_unique_constraint(batch_op.f(NOW), ["record_id", "grantee_id", "reason"])
        batch_op.drop_constraint(batch_op.f(BEFORE), type_="unique")


def downgrade() -> None:
    shares = sa.table("shares", sa.column("reason"))
    op.execute(shares.delete().where(shares.c.reason != "hand"))
    with op.batch_alter_table("shares", schema=None) as batch_op:
        batch_op.create_unique_constraint(batch_op.f(BEFORE), ["record_id", "grantee_id"])
        batch_op.drop_constraint(batch_op.f(NOW), type_="unique")
        batch_op.drop_column("reason")
