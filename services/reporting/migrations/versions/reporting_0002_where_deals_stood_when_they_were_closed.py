"""Where deals stood when they were closed.

Of deals that are closed already it is not known any more; they stay where they stand today, whatever moves from now on.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from shared.persistence.paths import bytewise
from shared.persistence.types import BigSerial, Id, Money, UtcTime

revision: str = 'reporting_0002'
down_revision: str | Sequence[str] | None = 'reporting_0001'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = 'platform_0001'


def upgrade() -> None:
    op.create_table('path_nodes',
    sa.Column('node', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('path', bytewise(255), nullable=False),
    sa.PrimaryKeyConstraint('node', 'path', name=op.f('pk_path_nodes'))
    )
    with op.batch_alter_table('deal_facts', schema=None) as batch_op:
        batch_op.add_column(sa.Column('closed_unit_id', Id(), nullable=True))
        batch_op.add_column(sa.Column('closed_unit_path', bytewise(255), nullable=True))
        batch_op.add_column(sa.Column('closed_owner_id', Id(), nullable=True))
        batch_op.add_column(sa.Column('closed_owner_path', bytewise(255), nullable=True))
        batch_op.add_column(sa.Column('standing_version', sa.Integer(), nullable=False, server_default='0'))
        batch_op.create_index(batch_op.f('ix_deal_facts_closed_owner_id'), ['closed_owner_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_deal_facts_closed_unit_id'), ['closed_unit_id'], unique=False)
        batch_op.create_index('ix_deal_facts_closed_unit_path', ['closed_unit_path', 'closed_on'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('deal_facts', schema=None) as batch_op:
        batch_op.drop_index('ix_deal_facts_closed_unit_path')
        batch_op.drop_index(batch_op.f('ix_deal_facts_closed_unit_id'))
        batch_op.drop_index(batch_op.f('ix_deal_facts_closed_owner_id'))
        batch_op.drop_column('standing_version')
        batch_op.drop_column('closed_owner_path')
        batch_op.drop_column('closed_owner_id')
        batch_op.drop_column('closed_unit_path')
        batch_op.drop_column('closed_unit_id')

    op.drop_table('path_nodes')
