"""People of the organisation by their node, which is the last number of their path."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from shared.persistence.types import BigSerial, Id, Money, UtcTime

revision: str = 'platform_0003'
down_revision: str | Sequence[str] | None = 'platform_0002'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table('org_people', schema=None) as batch_op:
        batch_op.add_column(sa.Column('node', sa.BigInteger(), nullable=True))
        batch_op.create_index(batch_op.f('ix_org_people_node'), ['node'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('org_people', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_org_people_node'))
        batch_op.drop_column('node')

