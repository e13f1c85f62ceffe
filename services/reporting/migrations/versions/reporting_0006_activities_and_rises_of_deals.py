"""Activities, and when deals came nearer to being won."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from shared.persistence.paths import bytewise
from shared.persistence.types import BigSerial, Id, Money, UtcTime

revision: str = 'reporting_0006'
down_revision: str | Sequence[str] | None = 'reporting_0005'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table('activity_facts',
    sa.Column('type', sa.String(length=100), nullable=False),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.Column('subject', sa.String(length=200), nullable=True),
    sa.Column('result', sa.String(length=500), nullable=True),
    sa.Column('result_version', sa.Integer(), nullable=False),
    sa.Column('customer_id', Id(), nullable=True),
    sa.Column('contact_id', Id(), nullable=True),
    sa.Column('lead_id', Id(), nullable=True),
    sa.Column('opportunity_id', Id(), nullable=True),
    sa.Column('happened_at', UtcTime(), nullable=False),
    sa.Column('happened_on', sa.Date(), nullable=False),
    sa.Column('done_unit_id', Id(), nullable=True),
    sa.Column('done_unit_path', bytewise(255), nullable=True),
    sa.Column('standing_version', sa.Integer(), nullable=False),
    sa.Column('owner_id', Id(), nullable=False),
    sa.Column('org_unit_id', Id(), nullable=False),
    sa.Column('id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('updated_at', UtcTime(), nullable=False),
    sa.Column('created_by', Id(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_activity_facts'))
    )
    with op.batch_alter_table('activity_facts', schema=None) as batch_op:
        batch_op.create_index('ix_activity_facts_author', ['created_by', 'happened_on'], unique=False)
        batch_op.create_index('ix_activity_facts_created', ['created_at', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_activity_facts_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_activity_facts_done_unit_id'), ['done_unit_id'], unique=False)
        batch_op.create_index('ix_activity_facts_done_unit_path', ['done_unit_path', 'happened_on'], unique=False)
        batch_op.create_index('ix_activity_facts_happened', ['happened_on', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_activity_facts_opportunity_id'), ['opportunity_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_activity_facts_org_unit_id'), ['org_unit_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_activity_facts_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index('ix_activity_facts_status', ['status', 'happened_on'], unique=False)

    op.create_table('deal_rises',
    sa.Column('deal_id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('rose_at', UtcTime(), nullable=False),
    sa.PrimaryKeyConstraint('deal_id', 'version', name=op.f('pk_deal_rises'))
    )
    with op.batch_alter_table('deal_rises', schema=None) as batch_op:
        batch_op.create_index('ix_deal_rises_rose', ['deal_id', 'rose_at'], unique=False)


def downgrade() -> None:
    op.drop_table('deal_rises')
    op.drop_table('activity_facts')
