"""Problems on deals, with the stage and the day in which they occurred."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from shared.persistence.types import Id, UtcTime

revision: str = 'sales_0043'
down_revision: str | Sequence[str] | None = 'sales_0042'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table('opportunity_problems',
    sa.Column('id', Id(), nullable=False),
    sa.Column('opportunity_id', Id(), nullable=False),
    sa.Column('type', sa.String(length=100), nullable=False),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.Column('stage', sa.String(length=40), nullable=False),
    sa.Column('occurred_on', sa.Date(), nullable=False),
    sa.Column('note', sa.String(length=2000), nullable=True),
    sa.Column('resolution', sa.String(length=2000), nullable=True),
    sa.Column('resolved_at', UtcTime(), nullable=True),
    sa.Column('author_id', Id(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opportunity_problems'))
    )
    with op.batch_alter_table('opportunity_problems', schema=None) as batch_op:
        batch_op.create_index('ix_opportunity_problems_opportunity', ['opportunity_id', 'id'], unique=False)


def downgrade() -> None:
    op.drop_table('opportunity_problems')
