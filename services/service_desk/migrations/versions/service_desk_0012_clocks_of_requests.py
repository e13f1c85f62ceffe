"""Clocks of requests. Those that are there get theirs from the service, a hundred at a time, as soon as it runs.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from shared.persistence.types import Id, UtcTime

revision: str = 'service_desk_0012'
down_revision: str | Sequence[str] | None = 'service_desk_0011'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLE = 'requests'


def upgrade() -> None:
    for column in (
        sa.Column('clock', sa.String(length=10), nullable=True),
        sa.Column('clock_since', UtcTime(), nullable=True),
        sa.Column('clock_moves_at', UtcTime(), nullable=True),
    ):
        op.add_column(TABLE, column)
    op.create_table(
        'request_clock_moves',
        sa.Column('request_id', Id(), nullable=False),
        sa.Column('state', sa.String(length=10), nullable=False),
        sa.Column('due_at', UtcTime(), nullable=False),
        sa.Column('moved_at', UtcTime(), nullable=False),
        sa.Column('owner_id', Id(), nullable=False),
        sa.Column('org_unit_id', Id(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('created_at', UtcTime(), nullable=False),
        sa.Column('updated_at', UtcTime(), nullable=False),
        sa.Column('created_by', Id(), nullable=False),
        sa.Column('id', Id(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_request_clock_moves')),
    )
    op.create_index('ix_request_clock_moves_request', 'request_clock_moves', ['request_id', 'moved_at'])
    op.create_index(op.f('ix_request_clock_moves_owner_id'), 'request_clock_moves', ['owner_id'])
    op.create_index(op.f('ix_request_clock_moves_org_unit_id'), 'request_clock_moves', ['org_unit_id'])


def downgrade() -> None:
    op.drop_table('request_clock_moves')
    for name in ('clock_moves_at', 'clock_since', 'clock'):
        op.drop_column(TABLE, name)
