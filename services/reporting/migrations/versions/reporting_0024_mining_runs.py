"""Mining runs, the orders that they counted, and what came of that."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from shared.persistence.types import Id, Money, UtcTime

revision: str = 'reporting_0024'
down_revision: str | Sequence[str] | None = 'reporting_0023'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table('mining_runs',
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=False),
    sa.Column('asked_unit_id', Id(), nullable=True),
    sa.Column('include_children', sa.Boolean(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=True),
    sa.Column('parameters', sa.JSON(), nullable=False),
    sa.Column('scopes', sa.JSON(), nullable=True),
    sa.Column('step', sa.Integer(), nullable=False),
    sa.Column('position', sa.BigInteger(), nullable=True),
    sa.Column('position_at', UtcTime(), nullable=True),
    sa.Column('orders', sa.Integer(), nullable=True),
    sa.Column('results', sa.Integer(), nullable=True),
    sa.Column('error_code', sa.String(length=100), nullable=True),
    sa.Column('error_detail', sa.String(length=500), nullable=True),
    sa.Column('finished_at', UtcTime(), nullable=True),
    sa.Column('expires_at', UtcTime(), nullable=True),
    sa.Column('lease_holder', sa.String(length=64), nullable=True),
    sa.Column('lease_until', UtcTime(), nullable=True),
    sa.Column('owner_id', Id(), nullable=False),
    sa.Column('org_unit_id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('updated_at', UtcTime(), nullable=False),
    sa.Column('created_by', Id(), nullable=False),
    sa.Column('id', Id(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mining_runs'))
    )
    with op.batch_alter_table('mining_runs', schema=None) as batch_op:
        batch_op.create_index('ix_mining_runs_expires', ['expires_at'], unique=False)
        batch_op.create_index('ix_mining_runs_org_unit_id', ['org_unit_id'], unique=False)
        batch_op.create_index('ix_mining_runs_owner_created', ['owner_id', 'created_at'], unique=False)
        batch_op.create_index('ix_mining_runs_owner_id', ['owner_id'], unique=False)
        batch_op.create_index('ix_mining_runs_owner_updated', ['owner_id', 'updated_at'], unique=False)
        batch_op.create_index('ix_mining_runs_state', ['state', 'created_at'], unique=False)

    op.create_table('mining_orders',
    sa.Column('run_id', Id(), nullable=False),
    sa.Column('order_id', Id(), nullable=False),
    sa.Column('customer_id', Id(), nullable=False),
    sa.Column('ordered_on', sa.Date(), nullable=False),
    sa.Column('amount', Money(), nullable=False),
    sa.PrimaryKeyConstraint('run_id', 'order_id', name=op.f('pk_mining_orders'))
    )
    op.create_table('mining_segments',
    sa.Column('run_id', Id(), nullable=False),
    sa.Column('place', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('name', sa.String(length=1), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('customers', sa.Integer(), nullable=False),
    sa.Column('of_customers', sa.Integer(), nullable=False),
    sa.Column('orders', sa.Integer(), nullable=False),
    sa.Column('amount', Money(), nullable=False),
    sa.Column('least_score', sa.Integer(), nullable=False),
    sa.Column('most_score', sa.Integer(), nullable=False),
    sa.Column('least_days', sa.Integer(), nullable=False),
    sa.Column('most_days', sa.Integer(), nullable=False),
    sa.Column('least_orders', sa.Integer(), nullable=False),
    sa.Column('most_orders', sa.Integer(), nullable=False),
    sa.Column('least_amount', Money(), nullable=False),
    sa.Column('most_amount', Money(), nullable=False),
    sa.PrimaryKeyConstraint('run_id', 'place', name=op.f('pk_mining_segments'))
    )
    op.create_table('mining_customers',
    sa.Column('run_id', Id(), nullable=False),
    sa.Column('place', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('customer_id', Id(), nullable=False),
    sa.Column('customer_name', sa.String(length=200), nullable=False),
    sa.Column('segment', sa.String(length=1), nullable=False),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.Column('orders', sa.Integer(), nullable=False),
    sa.Column('amount', Money(), nullable=False),
    sa.Column('recency', sa.Integer(), nullable=False),
    sa.Column('frequency', sa.Integer(), nullable=False),
    sa.Column('value', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('run_id', 'place', name=op.f('pk_mining_customers'))
    )
    with op.batch_alter_table('mining_customers', schema=None) as batch_op:
        batch_op.create_index('ix_mining_customers_segment', ['run_id', 'segment', 'place'], unique=False)

    op.create_table('mining_pairs',
    sa.Column('run_id', Id(), nullable=False),
    sa.Column('place', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('first_id', Id(), nullable=False),
    sa.Column('first_name', sa.String(length=200), nullable=False),
    sa.Column('first_orders', sa.Integer(), nullable=False),
    sa.Column('second_id', Id(), nullable=False),
    sa.Column('second_name', sa.String(length=200), nullable=False),
    sa.Column('second_orders', sa.Integer(), nullable=False),
    sa.Column('orders', sa.Integer(), nullable=False),
    sa.Column('of_orders', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('run_id', 'place', name=op.f('pk_mining_pairs'))
    )


def downgrade() -> None:
    for table in ('mining_pairs', 'mining_customers', 'mining_segments', 'mining_orders', 'mining_runs'):
        op.drop_table(table)
