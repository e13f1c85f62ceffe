"""How far a rebuild has come."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from shared.persistence.types import BigSerial, Id, Money, UtcTime

revision: str = 'reporting_0005'
down_revision: str | Sequence[str] | None = 'reporting_0004'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table('rebuild_marks',
    sa.Column('source', sa.String(length=40), nullable=False),
    sa.Column('position', sa.BigInteger(), nullable=False),
    sa.Column('until', sa.BigInteger(), nullable=False),
    sa.Column('occurred_at', UtcTime(), nullable=True),
    sa.PrimaryKeyConstraint('source', name=op.f('pk_rebuild_marks'))
    )


def downgrade() -> None:
    op.drop_table('rebuild_marks')
