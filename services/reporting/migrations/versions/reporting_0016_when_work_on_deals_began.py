"""When work on deals began.

Of what was told already all this is known when the reports are rebuilt.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from shared.persistence.types import BigSerial, Id, Money, UtcTime

revision: str = 'reporting_0016'
down_revision: str | Sequence[str] | None = 'reporting_0015'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table('deal_stays', schema=None) as batch_op:
        batch_op.create_index('ix_deal_stays_stage', ['stage', 'deal_id', 'entered_at'], unique=False)

    with op.batch_alter_table('deal_facts', schema=None) as batch_op:
        batch_op.add_column(sa.Column('engaged_at', UtcTime(), nullable=True))
        batch_op.add_column(sa.Column('engaged_version', sa.Integer(), nullable=False, server_default='0'))


def downgrade() -> None:
    with op.batch_alter_table('deal_facts', schema=None) as batch_op:
        batch_op.drop_column('engaged_version')
        batch_op.drop_column('engaged_at')
    with op.batch_alter_table('deal_stays', schema=None) as batch_op:
        batch_op.drop_index('ix_deal_stays_stage')
