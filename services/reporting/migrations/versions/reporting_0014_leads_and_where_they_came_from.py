"""Leads: where they came from and what became of them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from shared.persistence.paths import bytewise
from shared.persistence.types import BigSerial, Id, Money, UtcTime

revision: str = 'reporting_0014'
down_revision: str | Sequence[str] | None = 'reporting_0013'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table('lead_facts',
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('status', sa.String(length=20), nullable=False),
    sa.Column('source_kind', sa.String(length=20), nullable=False),
    sa.Column('source_id', Id(), nullable=True),
    sa.Column('came_on', sa.Date(), nullable=False),
    sa.Column('customer_id', Id(), nullable=True),
    sa.Column('closed_unit_id', Id(), nullable=True),
    sa.Column('closed_unit_path', bytewise(255), nullable=True),
    sa.Column('closed_owner_id', Id(), nullable=True),
    sa.Column('standing_version', sa.Integer(), nullable=False),
    sa.Column('owner_id', Id(), nullable=False),
    sa.Column('org_unit_id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('updated_at', UtcTime(), nullable=False),
    sa.Column('created_by', Id(), nullable=False),
    sa.Column('id', Id(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lead_facts'))
    )
    with op.batch_alter_table('lead_facts', schema=None) as batch_op:
        batch_op.create_index('ix_lead_facts_came', ['came_on', 'id'], unique=False)
        batch_op.create_index('ix_lead_facts_closed_owner_id', ['closed_owner_id'], unique=False)
        batch_op.create_index('ix_lead_facts_closed_unit_id', ['closed_unit_id'], unique=False)
        batch_op.create_index('ix_lead_facts_closed_unit_path', ['closed_unit_path', 'came_on'], unique=False)
        batch_op.create_index('ix_lead_facts_created', ['created_at', 'id'], unique=False)
        batch_op.create_index('ix_lead_facts_customer_id', ['customer_id'], unique=False)
        batch_op.create_index('ix_lead_facts_org_unit_id', ['org_unit_id'], unique=False)
        batch_op.create_index('ix_lead_facts_owner_id', ['owner_id'], unique=False)


def downgrade() -> None:
    op.drop_table('lead_facts')
