"""members have external ids and customers are known by theirs."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from shared.persistence.types import BigSerial, Id, Money, UtcTime

revision: str = 'marketing_0004'
down_revision: str | Sequence[str] | None = 'marketing_0003'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table('campaign_members', schema=None) as batch_op:
        batch_op.add_column(sa.Column('external_id', sa.String(length=120), nullable=True))
        batch_op.create_unique_constraint(batch_op.f('uq_campaign_members_external_id'), ['external_id'])
    with op.batch_alter_table('customers', schema=None) as batch_op:
        batch_op.add_column(sa.Column('external_id', sa.String(length=120), nullable=True))
        batch_op.create_index(batch_op.f('ix_customers_external_id'), ['external_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('customers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_customers_external_id'))
        batch_op.drop_column('external_id')
    with op.batch_alter_table('campaign_members', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_campaign_members_external_id'), type_='unique')
        batch_op.drop_column('external_id')
