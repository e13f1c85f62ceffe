"""Which activities are key."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = 'sales_0039'
down_revision: str | Sequence[str] | None = 'sales_0038'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table('activities', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_key', sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table('activities', schema=None) as batch_op:
        batch_op.drop_column('is_key')
