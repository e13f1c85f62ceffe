"""What customers ask for: needs of deals, and requests of the service desk."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from shared.persistence.types import Id, UtcTime

revision: str = 'reporting_0023'
down_revision: str | Sequence[str] | None = 'reporting_0022'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table('deal_needs',
    sa.Column('id', Id(), nullable=False),
    sa.Column('deal_id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('wanted', sa.Boolean(), nullable=False),
    sa.Column('product_id', Id(), nullable=True),
    sa.Column('words', sa.String(length=200), nullable=True),
    sa.Column('category', sa.String(length=100), nullable=True),
    sa.Column('quantity', sa.BigInteger(), nullable=True),
    sa.Column('recorded_on', sa.Date(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_deal_needs'))
    )
    with op.batch_alter_table('deal_needs', schema=None) as batch_op:
        batch_op.create_index('ix_deal_needs_deal', ['deal_id', 'recorded_on'], unique=False)
        batch_op.create_index('ix_deal_needs_recorded', ['recorded_on', 'deal_id'], unique=False)

    op.create_table('request_facts',
    sa.Column('number', sa.String(length=40), nullable=False),
    sa.Column('customer_id', Id(), nullable=True),
    sa.Column('product_id', Id(), nullable=True),
    sa.Column('words', sa.String(length=200), nullable=True),
    sa.Column('asked_on', sa.Date(), nullable=True),
    sa.Column('owner_id', Id(), nullable=False),
    sa.Column('org_unit_id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('updated_at', UtcTime(), nullable=False),
    sa.Column('created_by', Id(), nullable=False),
    sa.Column('id', Id(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_request_facts'))
    )
    with op.batch_alter_table('request_facts', schema=None) as batch_op:
        batch_op.create_index('ix_request_facts_asked', ['asked_on', 'id'], unique=False)
        batch_op.create_index('ix_request_facts_created', ['created_at', 'id'], unique=False)
        batch_op.create_index('ix_request_facts_customer_id', ['customer_id'], unique=False)
        batch_op.create_index('ix_request_facts_org_unit_id', ['org_unit_id'], unique=False)
        batch_op.create_index('ix_request_facts_owner_id', ['owner_id'], unique=False)


def downgrade() -> None:
    op.drop_table('request_facts')
    op.drop_table('deal_needs')
