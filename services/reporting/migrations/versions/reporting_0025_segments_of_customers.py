"""Segments of customers, who is in them, and who is to be held against their rules."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from shared.persistence.types import Id, UtcTime

revision: str = 'reporting_0025'
down_revision: str | Sequence[str] | None = 'reporting_0024'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table('segments',
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('rule', sa.JSON(), nullable=False),
    sa.Column('filled_to', sa.String(length=36), nullable=True),
    sa.Column('owner_id', Id(), nullable=False),
    sa.Column('org_unit_id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('updated_at', UtcTime(), nullable=False),
    sa.Column('created_by', Id(), nullable=False),
    sa.Column('id', Id(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_segments')),
    )
    op.create_table('segment_stays',
    sa.Column('segment_id', Id(), nullable=False),
    sa.Column('customer_id', Id(), nullable=False),
    sa.Column('entered_at', UtcTime(), nullable=False),
    sa.Column('left_at', UtcTime(), nullable=True),
    sa.Column('owner_id', Id(), nullable=False),
    sa.Column('org_unit_id', Id(), nullable=False),
    sa.Column('territory_id', Id(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('updated_at', UtcTime(), nullable=False),
    sa.Column('created_by', Id(), nullable=False),
    sa.Column('id', Id(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_segment_stays')),
    )
    op.create_table('segment_watches',
    sa.Column('segment_id', Id(), nullable=False),
    sa.Column('customer_id', Id(), nullable=False),
    sa.Column('due_at', UtcTime(), nullable=False),
    sa.PrimaryKeyConstraint('segment_id', 'customer_id', name=op.f('pk_segment_watches')),
    )
    op.create_table('segment_checks',
    sa.Column('customer_id', Id(), nullable=False),
    sa.Column('position', sa.BigInteger(), nullable=False),
    sa.Column('told_at', UtcTime(), nullable=False),
    sa.PrimaryKeyConstraint('customer_id', name=op.f('pk_segment_checks')),
    )
    for name, table, columns in INDEXES:
        op.create_index(name, table, columns)


INDEXES = (
    ('ix_segments_owner_created', 'segments', ['owner_id', 'created_at']),
    ('ix_segments_unit_created', 'segments', ['org_unit_id', 'created_at']),
    ('ix_segments_created', 'segments', ['created_at', 'id']),
    ('ix_segments_updated', 'segments', ['updated_at', 'id']),
    ('ix_segments_name', 'segments', ['name', 'id']),
    ('ix_segments_filled', 'segments', ['filled_to']),
    ('ix_segments_owner_id', 'segments', ['owner_id']),
    ('ix_segments_org_unit_id', 'segments', ['org_unit_id']),
    ('ix_segment_stays_entered', 'segment_stays', ['segment_id', 'entered_at', 'id']),
    ('ix_segment_stays_left', 'segment_stays', ['segment_id', 'left_at', 'id']),
    ('ix_segment_stays_customer', 'segment_stays', ['customer_id', 'segment_id']),
    ('ix_segment_watches_due', 'segment_watches', ['due_at', 'customer_id']),
    ('ix_segment_checks_position', 'segment_checks', ['position', 'customer_id']),
)


def downgrade() -> None:
    for table in ('segment_checks', 'segment_watches', 'segment_stays', 'segments'):
        op.drop_table(table)
