"""Quotas, what the lines of orders cost, and who was above their sellers.

Of what was told already all this is known when the reports are rebuilt.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from shared.persistence.paths import bytewise
from shared.persistence.types import Id, Money, UtcTime

revision: str = 'reporting_0020'
down_revision: str | Sequence[str] | None = 'reporting_0019'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table('order_facts', schema=None) as batch_op:
        batch_op.add_column(sa.Column('confirmed_superior', sa.BigInteger(), nullable=True))

    op.create_table('order_line_costs',
    sa.Column('line_id', Id(), nullable=False),
    sa.Column('order_id', Id(), nullable=False),
    sa.Column('cost', Money(), nullable=False),
    sa.PrimaryKeyConstraint('line_id', name=op.f('pk_order_line_costs'))
    )
    with op.batch_alter_table('order_line_costs', schema=None) as batch_op:
        batch_op.create_index('ix_order_line_costs_order_id', ['order_id'], unique=False)

    op.create_table('quota_facts',
    sa.Column('name', sa.String(length=30), nullable=False),
    sa.Column('counts', sa.String(length=10), nullable=False),
    sa.Column('product_id', Id(), nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('amount', Money(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('set_unit_path', bytewise(255), nullable=True),
    sa.Column('set_superior', sa.BigInteger(), nullable=True),
    sa.Column('standing_version', sa.Integer(), nullable=False),
    sa.Column('owner_id', Id(), nullable=False),
    sa.Column('org_unit_id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('updated_at', UtcTime(), nullable=False),
    sa.Column('created_by', Id(), nullable=False),
    sa.Column('id', Id(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_quota_facts'))
    )
    with op.batch_alter_table('quota_facts', schema=None) as batch_op:
        batch_op.create_index('ix_quota_facts_owner', ['owner_id', 'starts_on'], unique=False)
        batch_op.create_index('ix_quota_facts_starts', ['starts_on', 'id'], unique=False)
        batch_op.create_index('ix_quota_facts_created', ['created_at', 'id'], unique=False)
        batch_op.create_index('ix_quota_facts_set_unit_path', ['set_unit_path', 'starts_on'], unique=False)
        batch_op.create_index('ix_quota_facts_owner_id', ['owner_id'], unique=False)
        batch_op.create_index('ix_quota_facts_org_unit_id', ['org_unit_id'], unique=False)


def downgrade() -> None:
    op.drop_table('quota_facts')
    op.drop_table('order_line_costs')
    with op.batch_alter_table('order_facts', schema=None) as batch_op:
        batch_op.drop_column('confirmed_superior')
