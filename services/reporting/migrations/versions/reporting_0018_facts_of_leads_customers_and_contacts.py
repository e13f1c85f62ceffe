"""What leads can spend, how customers stood when, tasks, and contacts.

Of what was told already all this is known when the reports are rebuilt.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from shared.persistence.types import Id, Money, UtcTime

revision: str = 'reporting_0018'
down_revision: str | Sequence[str] | None = 'reporting_0017'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table('lead_facts', schema=None) as batch_op:
        batch_op.add_column(sa.Column('budget', Money(), nullable=True))
        batch_op.add_column(sa.Column('budget_currency', sa.String(length=3), nullable=True))

    op.create_table('customer_stays',
    sa.Column('id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('level', sa.String(length=100), nullable=False),
    sa.Column('status', sa.String(length=100), nullable=False),
    sa.Column('entered_at', UtcTime(), nullable=False),
    sa.Column('entered_on', sa.Date(), nullable=False),
    sa.Column('left_at', UtcTime(), nullable=True),
    sa.Column('left_on', sa.Date(), nullable=True),
    sa.PrimaryKeyConstraint('id', 'version', name=op.f('pk_customer_stays'))
    )
    with op.batch_alter_table('customer_stays', schema=None) as batch_op:
        batch_op.create_index('ix_customer_stays_entered', ['entered_on', 'id'], unique=False)

    with op.batch_alter_table('activity_facts', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_key', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('task', sa.String(length=500), nullable=True))
        batch_op.add_column(sa.Column('task_due_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('task_done_on', sa.Date(), nullable=True))

    op.create_table('contact_facts',
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('title', sa.String(length=100), nullable=True),
    sa.Column('role', sa.String(length=100), nullable=True),
    sa.Column('customer_id', Id(), nullable=True),
    sa.Column('entered_on', sa.Date(), nullable=False),
    sa.Column('owner_id', Id(), nullable=False),
    sa.Column('org_unit_id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('updated_at', UtcTime(), nullable=False),
    sa.Column('created_by', Id(), nullable=False),
    sa.Column('id', Id(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contact_facts'))
    )
    with op.batch_alter_table('contact_facts', schema=None) as batch_op:
        batch_op.create_index('ix_contact_facts_created', ['created_at', 'id'], unique=False)
        batch_op.create_index('ix_contact_facts_customer_id', ['customer_id'], unique=False)
        batch_op.create_index('ix_contact_facts_org_unit_id', ['org_unit_id'], unique=False)
        batch_op.create_index('ix_contact_facts_owner_id', ['owner_id'], unique=False)


def downgrade() -> None:
    op.drop_table('contact_facts')
    with op.batch_alter_table('activity_facts', schema=None) as batch_op:
        batch_op.drop_column('task_done_on')
        batch_op.drop_column('task_due_on')
        batch_op.drop_column('task')
        batch_op.drop_column('is_key')
    op.drop_table('customer_stays')
    with op.batch_alter_table('lead_facts', schema=None) as batch_op:
        batch_op.drop_column('budget_currency')
        batch_op.drop_column('budget')
