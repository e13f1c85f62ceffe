"""Requests are found by their clocks along an index, which PostgreSQL makes while others write. One that was broken off is
made anew.
"""

from collections.abc import Sequence

from alembic import op

revision: str = 'service_desk_0013'
down_revision: str | Sequence[str] | None = 'service_desk_0012'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLE = 'requests'
INDEXES = {'ix_requests_clock_moves': ['clock_moves_at', 'id'], 'ix_requests_clock': ['clock', 'id']}


def upgrade() -> None:
    with op.get_context().autocommit_block():
        for name, columns in INDEXES.items():
            op.drop_index(name, TABLE, if_exists=True, postgresql_concurrently=True)
            op.create_index(name, TABLE, columns, postgresql_concurrently=True)


def downgrade() -> None:
    with op.get_context().autocommit_block():
        for name in INDEXES:
            op.drop_index(name, TABLE, if_exists=True, postgresql_concurrently=True)
