"""Who won deals in our place.

Of deals that were lost already it is told when the reports are rebuilt.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from shared.persistence.types import BigSerial, Id, Money, UtcTime

revision: str = 'reporting_0003'
down_revision: str | Sequence[str] | None = 'reporting_0002'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table('deal_facts', schema=None) as batch_op:
        batch_op.add_column(sa.Column('winner_competitor', sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column('competitor_version', sa.Integer(), nullable=False, server_default='0'))


def downgrade() -> None:
    with op.batch_alter_table('deal_facts', schema=None) as batch_op:
        batch_op.drop_column('competitor_version')
        batch_op.drop_column('winner_competitor')
