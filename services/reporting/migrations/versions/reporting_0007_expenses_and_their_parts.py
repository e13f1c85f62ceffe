"""Expenses and their parts."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from shared.persistence.paths import bytewise
from shared.persistence.types import BigSerial, Id, Money, UtcTime

revision: str = 'reporting_0007'
down_revision: str | Sequence[str] | None = 'reporting_0006'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table('expense_facts',
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('status', sa.String(length=12), nullable=False),
    sa.Column('spent_on', sa.Date(), nullable=False),
    sa.Column('category', sa.String(length=20), nullable=False),
    sa.Column('amount', Money(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('spent_unit_path', bytewise(255), nullable=True),
    sa.Column('standing_version', sa.Integer(), nullable=False),
    sa.Column('owner_id', Id(), nullable=False),
    sa.Column('org_unit_id', Id(), nullable=False),
    sa.Column('id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('updated_at', UtcTime(), nullable=False),
    sa.Column('created_by', Id(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_expense_facts'))
    )
    with op.batch_alter_table('expense_facts', schema=None) as batch_op:
        batch_op.create_index('ix_expense_facts_created', ['created_at', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_expense_facts_org_unit_id'), ['org_unit_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_expense_facts_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index('ix_expense_facts_spent', ['spent_on', 'id'], unique=False)
        batch_op.create_index('ix_expense_facts_spent_unit_path', ['spent_unit_path', 'spent_on'], unique=False)

    op.create_table('expense_part_facts',
    sa.Column('expense_id', Id(), nullable=False),
    sa.Column('position', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('deal_id', Id(), nullable=True),
    sa.Column('amount', Money(), nullable=False),
    sa.PrimaryKeyConstraint('expense_id', 'position', name=op.f('pk_expense_part_facts'))
    )
    with op.batch_alter_table('expense_part_facts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_expense_part_facts_deal_id'), ['deal_id'], unique=False)


def downgrade() -> None:
    op.drop_table('expense_part_facts')
    op.drop_table('expense_facts')
