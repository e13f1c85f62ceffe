"""Orders and their lines, and the products in them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from shared.persistence.paths import bytewise
from shared.persistence.types import BigSerial, Id, Money, UtcTime

revision: str = 'reporting_0004'
down_revision: str | Sequence[str] | None = 'reporting_0003'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table('known_products',
    sa.Column('id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('category', sa.String(length=100), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_known_products'))
    )
    op.create_table('order_facts',
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('status', sa.String(length=20), nullable=False),
    sa.Column('customer_id', Id(), nullable=False),
    sa.Column('customer_name', sa.String(length=200), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('amount', Money(), nullable=False),
    sa.Column('invoiced', Money(), nullable=False),
    sa.Column('paid', Money(), nullable=False),
    sa.Column('ordered_on', sa.Date(), nullable=False),
    sa.Column('confirmed_unit_id', Id(), nullable=True),
    sa.Column('confirmed_unit_path', bytewise(255), nullable=True),
    sa.Column('confirmed_owner_id', Id(), nullable=True),
    sa.Column('standing_version', sa.Integer(), nullable=False),
    sa.Column('owner_id', Id(), nullable=False),
    sa.Column('org_unit_id', Id(), nullable=False),
    sa.Column('id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('updated_at', UtcTime(), nullable=False),
    sa.Column('created_by', Id(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_order_facts'))
    )
    with op.batch_alter_table('order_facts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_order_facts_confirmed_owner_id'), ['confirmed_owner_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_order_facts_confirmed_unit_id'), ['confirmed_unit_id'], unique=False)
        batch_op.create_index('ix_order_facts_confirmed_unit_path', ['confirmed_unit_path', 'ordered_on'], unique=False)
        batch_op.create_index('ix_order_facts_created', ['created_at', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_order_facts_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index('ix_order_facts_ordered', ['ordered_on', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_order_facts_org_unit_id'), ['org_unit_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_order_facts_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index('ix_order_facts_status', ['status', 'ordered_on'], unique=False)

    op.create_table('order_line_facts',
    sa.Column('id', Id(), nullable=False),
    sa.Column('order_id', Id(), nullable=False),
    sa.Column('product_id', Id(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('quantity', sa.Integer(), nullable=False),
    sa.Column('amount', Money(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_order_line_facts'))
    )
    with op.batch_alter_table('order_line_facts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_order_line_facts_order_id'), ['order_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_order_line_facts_product_id'), ['product_id'], unique=False)


def downgrade() -> None:
    op.drop_table('order_line_facts')
    op.drop_table('order_facts')
    op.drop_table('known_products')
