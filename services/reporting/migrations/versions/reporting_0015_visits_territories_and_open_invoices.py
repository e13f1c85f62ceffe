"""Visits, names of territories, and what of orders was invoiced and is open."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from shared.persistence.paths import bytewise
from shared.persistence.types import BigSerial, Id, Money, UtcTime

revision: str = 'reporting_0015'
down_revision: str | Sequence[str] | None = 'reporting_0014'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table('visit_facts',
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('status', sa.String(length=20), nullable=False),
    sa.Column('customer_id', Id(), nullable=False),
    sa.Column('visited_on', sa.Date(), nullable=False),
    sa.Column('owner_id', Id(), nullable=False),
    sa.Column('org_unit_id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('updated_at', UtcTime(), nullable=False),
    sa.Column('created_by', Id(), nullable=False),
    sa.Column('id', Id(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visit_facts'))
    )
    with op.batch_alter_table('visit_facts', schema=None) as batch_op:
        batch_op.create_index('ix_visit_facts_created', ['created_at', 'id'], unique=False)
        batch_op.create_index('ix_visit_facts_customer_id', ['customer_id'], unique=False)
        batch_op.create_index('ix_visit_facts_org_unit_id', ['org_unit_id'], unique=False)
        batch_op.create_index('ix_visit_facts_owner_id', ['owner_id'], unique=False)
        batch_op.create_index('ix_visit_facts_visited', ['visited_on', 'id'], unique=False)

    op.create_table('known_territories',
    sa.Column('id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_known_territories'))
    )
    op.create_table('order_invoicings',
    sa.Column('order_id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('invoiced_on', sa.Date(), nullable=False),
    sa.Column('amount', Money(), nullable=False),
    sa.Column('open', Money(), nullable=False),
    sa.PrimaryKeyConstraint('order_id', 'version', name=op.f('pk_order_invoicings'))
    )
    with op.batch_alter_table('order_invoicings', schema=None) as batch_op:
        batch_op.create_index('ix_order_invoicings_invoiced', ['invoiced_on', 'order_id'], unique=False)
        batch_op.create_index('ix_order_invoicings_open', ['open', 'invoiced_on'], unique=False)


def downgrade() -> None:
    op.drop_table('order_invoicings')
    op.drop_table('known_territories')
    op.drop_table('visit_facts')
