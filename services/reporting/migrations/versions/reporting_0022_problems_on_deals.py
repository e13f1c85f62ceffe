"""Problems on deals, by where the deals stood when they occurred.

Of what was told already all this is known when the reports are rebuilt.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from shared.persistence.types import Id

revision: str = 'reporting_0022'
down_revision: str | Sequence[str] | None = 'reporting_0021'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table('deal_problems',
    sa.Column('id', Id(), nullable=False),
    sa.Column('deal_id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('type', sa.String(length=100), nullable=False),
    sa.Column('stage', sa.String(length=40), nullable=False),
    sa.Column('occurred_on', sa.Date(), nullable=False),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_deal_problems'))
    )
    with op.batch_alter_table('deal_problems', schema=None) as batch_op:
        batch_op.create_index('ix_deal_problems_deal', ['deal_id', 'id'], unique=False)
        batch_op.create_index('ix_deal_problems_occurred', ['occurred_on', 'deal_id'], unique=False)


def downgrade() -> None:
    op.drop_table('deal_problems')
