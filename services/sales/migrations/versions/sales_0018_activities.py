"""activities."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from shared.persistence.types import Id, UtcTime

revision: str = 'sales_0018'
down_revision: str | Sequence[str] | None = 'sales_0017'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table('activities',
    sa.Column('customer_id', Id(), nullable=True),
    sa.Column('contact_id', Id(), nullable=True),
    sa.Column('lead_id', Id(), nullable=True),
    sa.Column('opportunity_id', Id(), nullable=True),
    sa.Column('type', sa.String(length=100), nullable=False),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.Column('happened_at', UtcTime(), nullable=False),
    sa.Column('ended_at', UtcTime(), nullable=True),
    sa.Column('subject', sa.String(length=200), nullable=True),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('direction', sa.String(length=10), nullable=True),
    sa.Column('phone_number', sa.String(length=50), nullable=True),
    sa.Column('result', sa.String(length=500), nullable=True),
    sa.Column('task', sa.String(length=500), nullable=True),
    sa.Column('task_due_on', sa.Date(), nullable=True),
    sa.Column('task_done_at', UtcTime(), nullable=True),
    sa.Column('file_count', sa.Integer(), nullable=False),
    sa.Column('owner_id', Id(), nullable=False),
    sa.Column('org_unit_id', Id(), nullable=False),
    sa.Column('id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('updated_at', UtcTime(), nullable=False),
    sa.Column('created_by', Id(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_activities'))
    )
    with op.batch_alter_table('activities', schema=None) as batch_op:
        batch_op.create_index('ix_activities_author_happened', ['created_by', 'happened_at'], unique=False)
        batch_op.create_index('ix_activities_contact_happened', ['contact_id', 'happened_at'], unique=False)
        batch_op.create_index('ix_activities_created', ['created_at', 'id'], unique=False)
        batch_op.create_index('ix_activities_customer_happened', ['customer_id', 'happened_at'], unique=False)
        batch_op.create_index('ix_activities_happened', ['happened_at', 'id'], unique=False)
        batch_op.create_index('ix_activities_lead_happened', ['lead_id', 'happened_at'], unique=False)
        batch_op.create_index('ix_activities_opportunity_happened', ['opportunity_id', 'happened_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_activities_org_unit_id'), ['org_unit_id'], unique=False)
        batch_op.create_index('ix_activities_owner_happened', ['owner_id', 'happened_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_activities_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index('ix_activities_task_due', ['task_due_on', 'id'], unique=False)
        batch_op.create_index('ix_activities_type_happened', ['type', 'happened_at'], unique=False)
        batch_op.create_index('ix_activities_unit_happened', ['org_unit_id', 'happened_at'], unique=False)
        batch_op.create_index('ix_activities_updated', ['updated_at', 'id'], unique=False)

    with op.batch_alter_table('contacts', schema=None) as batch_op:
        batch_op.add_column(sa.Column('last_touch_at', UtcTime(), nullable=True))
        batch_op.create_index('ix_contacts_customer_touched', ['customer_id', 'last_touch_at'], unique=False)

    with op.batch_alter_table('opportunities', schema=None) as batch_op:
        batch_op.add_column(sa.Column('next_step_on', sa.Date(), nullable=True))
        batch_op.create_index('ix_opportunities_next_step', ['next_step_on', 'id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('opportunities', schema=None) as batch_op:
        batch_op.drop_index('ix_opportunities_next_step')
        batch_op.drop_column('next_step_on')

    with op.batch_alter_table('contacts', schema=None) as batch_op:
        batch_op.drop_index('ix_contacts_customer_touched')
        batch_op.drop_column('last_touch_at')

    op.drop_table('activities')
