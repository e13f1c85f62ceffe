"""Units have currencies, views widths of their columns."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = 'gateway_0023'
down_revision: str | Sequence[str] | None = 'gateway_0022'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table('units', schema=None) as batch_op:
        batch_op.add_column(sa.Column('currency', sa.String(length=3), nullable=True))
    with op.batch_alter_table('views', schema=None) as batch_op:
        batch_op.add_column(sa.Column('widths', sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('views', schema=None) as batch_op:
        batch_op.drop_column('widths')
    with op.batch_alter_table('units', schema=None) as batch_op:
        batch_op.drop_column('currency')
