"""Customers, who was in touch with them, and what their levels ask for."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from shared.persistence.paths import bytewise
from shared.persistence.types import BigSerial, Id, Money, UtcTime

revision: str = 'reporting_0013'
down_revision: str | Sequence[str] | None = 'reporting_0012'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table('customer_facts',
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('level', sa.String(length=100), nullable=False),
    sa.Column('type', sa.String(length=100), nullable=False),
    sa.Column('status', sa.String(length=100), nullable=False),
    sa.Column('industry', sa.String(length=100), nullable=True),
    sa.Column('region', sa.String(length=100), nullable=True),
    sa.Column('territory_id', Id(), nullable=True),
    sa.Column('owner_id', Id(), nullable=False),
    sa.Column('org_unit_id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('updated_at', UtcTime(), nullable=False),
    sa.Column('created_by', Id(), nullable=False),
    sa.Column('id', Id(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_customer_facts'))
    )
    with op.batch_alter_table('customer_facts', schema=None) as batch_op:
        batch_op.create_index('ix_customer_facts_created', ['created_at', 'id'], unique=False)
        batch_op.create_index('ix_customer_facts_level', ['level', 'id'], unique=False)
        batch_op.create_index('ix_customer_facts_org_unit_id', ['org_unit_id'], unique=False)
        batch_op.create_index('ix_customer_facts_owner_id', ['owner_id'], unique=False)
        batch_op.create_index('ix_customer_facts_territory_id', ['territory_id'], unique=False)

    op.create_table('customer_touches',
    sa.Column('id', Id(), nullable=False),
    sa.Column('customer_id', Id(), nullable=False),
    sa.Column('kind', sa.String(length=100), nullable=False),
    sa.Column('touched_at', UtcTime(), nullable=False),
    sa.Column('touched_on', sa.Date(), nullable=False),
    sa.Column('updated_at', UtcTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_customer_touches'))
    )
    with op.batch_alter_table('customer_touches', schema=None) as batch_op:
        batch_op.create_index('ix_customer_touches_touched', ['customer_id', 'touched_on'], unique=False)
        batch_op.create_index('ix_customer_touches_within', ['touched_on', 'customer_id'], unique=False)

    op.create_table('known_customer_levels',
    sa.Column('id', Id(), nullable=False),
    sa.Column('code', sa.String(length=100), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('follow_up_days', sa.Integer(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_known_customer_levels'))
    )
    with op.batch_alter_table('known_customer_levels', schema=None) as batch_op:
        batch_op.create_index('ix_known_customer_levels_code', ['code'], unique=False)


def downgrade() -> None:
    op.drop_table('known_customer_levels')
    op.drop_table('customer_touches')
    op.drop_table('customer_facts')
