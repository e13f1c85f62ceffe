"""levels of customers."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from shared.persistence.types import BigSerial, Id, Money, UtcTime

revision: str = 'sales_0022'
down_revision: str | Sequence[str] | None = 'sales_0021'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def _now() -> sa.TextClause:
    """What a customer gets whom the version before saves on these tables, which does not know the column."""
    return sa.text('CURRENT_TIMESTAMP' if op.get_bind().dialect.name == 'sqlite' else 'CURRENT_TIMESTAMP(6)')


def upgrade() -> None:
    op.create_table('customer_levels',
    sa.Column('code', sa.String(length=100), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('follow_up_days', sa.Integer(), nullable=True),
    sa.Column('discount_ceiling', Money(), nullable=True),
    sa.Column('solve_within_hours', sa.JSON(), nullable=False),
    sa.Column('rises_over', Money(), nullable=True),
    sa.Column('currency', sa.String(length=3), nullable=True),
    sa.Column('id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('updated_at', UtcTime(), nullable=False),
    sa.Column('created_by', Id(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_customer_levels')),
    sa.UniqueConstraint('code', name=op.f('uq_customer_levels_code'))
    )
    with op.batch_alter_table('customers', schema=None) as batch_op:
        batch_op.add_column(sa.Column('level_reason', sa.String(length=300), nullable=True))
        batch_op.add_column(sa.Column('last_touch_at', UtcTime(), nullable=True))
        batch_op.add_column(sa.Column('quiet_since', UtcTime(), nullable=True))

    op.execute("UPDATE customers SET quiet_since = created_at")
    with op.batch_alter_table('customers', schema=None) as batch_op:
        batch_op.alter_column('quiet_since', existing_type=UtcTime(), nullable=False, server_default=_now())
        batch_op.create_index('ix_customers_level_quiet', ['level', 'quiet_since', 'id'], unique=False)
        batch_op.create_index('ix_customers_touched', ['last_touch_at', 'id'], unique=False)

    with op.batch_alter_table('orders', schema=None) as batch_op:
        batch_op.create_index('ix_orders_turnover', ['customer_id', 'currency', 'status', 'amount'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('orders', schema=None) as batch_op:
        batch_op.drop_index('ix_orders_turnover')

    with op.batch_alter_table('customers', schema=None) as batch_op:
        batch_op.drop_index('ix_customers_touched')
        batch_op.drop_index('ix_customers_level_quiet')
        batch_op.drop_column('quiet_since')
        batch_op.drop_column('last_touch_at')
        batch_op.drop_column('level_reason')

    op.drop_table('customer_levels')
