"""Returns of orders, and what they take back of commissions. The index on what is there already comes first: PostgreSQL
makes it while others write, and one that was broken off is made anew.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from shared.persistence.types import Id, Money, UtcTime

revision: str = 'sales_0045'
down_revision: str | Sequence[str] | None = 'sales_0044'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

NAME, TABLE = 'ix_commission_documents_order', 'commission_documents'


def upgrade() -> None:
    with op.get_context().autocommit_block():
        op.drop_index(NAME, TABLE, if_exists=True, postgresql_concurrently=True)
        op.create_index(NAME, TABLE, ['order_id'], postgresql_concurrently=True)
    op.create_table('order_returns',
    sa.Column('id', Id(), nullable=False),
    sa.Column('order_id', Id(), nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('amount', Money(), nullable=False),
    sa.Column('author_id', Id(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('void_reason', sa.String(length=500), nullable=True),
    sa.Column('voided_at', UtcTime(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_order_returns')),
    sa.UniqueConstraint('number', name=op.f('uq_order_returns_number'))
    )
    with op.batch_alter_table('order_returns', schema=None) as batch_op:
        batch_op.create_index('ix_order_returns_order', ['order_id', 'id'], unique=False)
    op.create_table('order_return_lines',
    sa.Column('id', Id(), nullable=False),
    sa.Column('return_id', Id(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('line_id', Id(), nullable=False),
    sa.Column('product_id', Id(), nullable=False),
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('quantity', sa.Integer(), nullable=False),
    sa.Column('amount', Money(), nullable=False),
    sa.ForeignKeyConstraint(['return_id'], ['order_returns.id'], name=op.f('fk_order_return_lines_return_id_order_returns')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_order_return_lines'))
    )
    with op.batch_alter_table('order_return_lines', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_order_return_lines_return_id'), ['return_id'], unique=False)
    with op.batch_alter_table('commission_documents', schema=None) as batch_op:
        batch_op.add_column(sa.Column('returned', Money(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('returned_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('returned_by', Id(), nullable=True))
        batch_op.add_column(sa.Column('returned_number', sa.String(length=60), nullable=True))


def downgrade() -> None:
    with op.get_context().autocommit_block():
        op.drop_index(NAME, TABLE, if_exists=True, postgresql_concurrently=True)
    with op.batch_alter_table('commission_documents', schema=None) as batch_op:
        for column in ('returned_number', 'returned_by', 'returned_on', 'returned'):
            batch_op.drop_column(column)
    op.drop_table('order_return_lines')
    op.drop_table('order_returns')
