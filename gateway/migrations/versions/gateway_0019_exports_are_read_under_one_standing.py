"""Exports are read under one standing of their makers."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = 'gateway_0019'
down_revision: str | Sequence[str] | None = 'gateway_0018'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table('exports', schema=None) as batch_op:
        batch_op.add_column(sa.Column('read_as', sa.String(length=64), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('exports', schema=None) as batch_op:
        batch_op.drop_column('read_as')
