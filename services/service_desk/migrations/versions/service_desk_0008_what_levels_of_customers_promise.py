"""what levels of customers promise."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from shared.persistence.types import BigSerial, Id, Money, UtcTime

revision: str = 'service_desk_0008'
down_revision: str | Sequence[str] | None = 'service_desk_0007'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table('level_promises',
    sa.Column('id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('level', sa.String(length=100), nullable=False),
    sa.Column('hours', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_level_promises'))
    )
    with op.batch_alter_table('level_promises', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_level_promises_level'), ['level'], unique=False)

    with op.batch_alter_table('customers', schema=None) as batch_op:
        batch_op.add_column(sa.Column('level', sa.String(length=100), nullable=True))

    with op.batch_alter_table('requests', schema=None) as batch_op:
        batch_op.add_column(sa.Column('promised_hours', sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('requests', schema=None) as batch_op:
        batch_op.drop_column('promised_hours')

    with op.batch_alter_table('customers', schema=None) as batch_op:
        batch_op.drop_column('level')

    with op.batch_alter_table('level_promises', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_level_promises_level'))

    op.drop_table('level_promises')
