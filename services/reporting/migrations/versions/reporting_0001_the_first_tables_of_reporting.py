"""The first tables of reporting."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from shared.persistence.types import BigSerial, Id, Money, UtcTime

revision: str = 'reporting_0001'
down_revision: str | Sequence[str] | None = None
branch_labels: str | Sequence[str] | None = ('reporting',)
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table('deal_facts',
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('stage', sa.String(length=40), nullable=False),
    sa.Column('reached_stage', sa.String(length=40), nullable=True),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.Column('amount', Money(), nullable=True),
    sa.Column('weighted_amount', Money(), nullable=True),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('probability', sa.Integer(), nullable=False),
    sa.Column('probability_overridden', sa.Boolean(), nullable=False),
    sa.Column('customer_id', Id(), nullable=True),
    sa.Column('customer_name', sa.String(length=200), nullable=True),
    sa.Column('product_id', Id(), nullable=True),
    sa.Column('product_name', sa.String(length=200), nullable=True),
    sa.Column('channel', sa.String(length=20), nullable=False),
    sa.Column('lost_reason', sa.String(length=500), nullable=True),
    sa.Column('reason_version', sa.Integer(), nullable=False),
    sa.Column('expected_close_date', sa.Date(), nullable=True),
    sa.Column('closed_at', UtcTime(), nullable=True),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('owner_id', Id(), nullable=False),
    sa.Column('org_unit_id', Id(), nullable=False),
    sa.Column('id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('updated_at', UtcTime(), nullable=False),
    sa.Column('created_by', Id(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_deal_facts'))
    )
    with op.batch_alter_table('deal_facts', schema=None) as batch_op:
        batch_op.create_index('ix_deal_facts_closed', ['closed_on', 'id'], unique=False)
        batch_op.create_index('ix_deal_facts_created', ['created_at', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_deal_facts_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index('ix_deal_facts_expected', ['expected_close_date', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_deal_facts_org_unit_id'), ['org_unit_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_deal_facts_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_deal_facts_product_id'), ['product_id'], unique=False)
        batch_op.create_index('ix_deal_facts_status_stage', ['status', 'stage'], unique=False)

    op.create_table('share_marks',
    sa.Column('deal_id', Id(), nullable=False),
    sa.Column('grantee_id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('deal_id', 'grantee_id', name=op.f('pk_share_marks'))
    )
    op.create_table('stages',
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('success_rate', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_stages'))
    )


def downgrade() -> None:
    op.drop_table('stages')
    op.drop_table('share_marks')
    with op.batch_alter_table('deal_facts', schema=None) as batch_op:
        batch_op.drop_index('ix_deal_facts_status_stage')
        batch_op.drop_index(batch_op.f('ix_deal_facts_product_id'))
        batch_op.drop_index(batch_op.f('ix_deal_facts_owner_id'))
        batch_op.drop_index(batch_op.f('ix_deal_facts_org_unit_id'))
        batch_op.drop_index('ix_deal_facts_expected')
        batch_op.drop_index(batch_op.f('ix_deal_facts_customer_id'))
        batch_op.drop_index('ix_deal_facts_created')
        batch_op.drop_index('ix_deal_facts_closed')

    op.drop_table('deal_facts')
