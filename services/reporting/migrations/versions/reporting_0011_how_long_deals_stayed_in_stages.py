"""How long deals stayed in which stage; of what was told before, ./tenon reports rebuild makes them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from shared.persistence.paths import bytewise
from shared.persistence.types import BigSerial, Id, Money, UtcTime

revision: str = 'reporting_0011'
down_revision: str | Sequence[str] | None = 'reporting_0010'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table('deal_stays',
    sa.Column('deal_id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('stage', sa.String(length=40), nullable=False),
    sa.Column('entered_at', UtcTime(), nullable=False),
    sa.Column('entered_on', sa.Date(), nullable=False),
    sa.Column('risen', sa.Boolean(), nullable=False),
    sa.Column('amount', Money(), nullable=True),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('unit_id', Id(), nullable=False),
    sa.Column('unit_path', bytewise(255), nullable=True),
    sa.Column('owner_id', Id(), nullable=False),
    sa.Column('left_at', UtcTime(), nullable=True),
    sa.Column('left_on', sa.Date(), nullable=True),
    sa.Column('left_for', sa.String(length=40), nullable=True),
    sa.Column('left_risen', sa.Boolean(), nullable=True),
    sa.Column('left_amount', Money(), nullable=True),
    sa.Column('left_currency', sa.String(length=3), nullable=True),
    sa.Column('left_unit_id', Id(), nullable=True),
    sa.Column('left_unit_path', bytewise(255), nullable=True),
    sa.Column('left_owner_id', Id(), nullable=True),
    sa.PrimaryKeyConstraint('deal_id', 'version', name=op.f('pk_deal_stays'))
    )
    with op.batch_alter_table('deal_stays', schema=None) as batch_op:
        batch_op.create_index('ix_deal_stays_entered', ['entered_on', 'stage'], unique=False)
        batch_op.create_index('ix_deal_stays_left', ['left_on', 'stage'], unique=False)
        batch_op.create_index('ix_deal_stays_left_owner_id', ['left_owner_id'], unique=False)
        batch_op.create_index('ix_deal_stays_left_unit_id', ['left_unit_id'], unique=False)
        batch_op.create_index('ix_deal_stays_left_unit_path', ['left_unit_path', 'left_on'], unique=False)


def downgrade() -> None:
    op.drop_table('deal_stays')
