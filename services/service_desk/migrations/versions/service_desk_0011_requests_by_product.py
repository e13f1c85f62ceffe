"""Requests for a product go along an index, which PostgreSQL makes while others write. One that was broken off is made
anew.
"""

from collections.abc import Sequence

from alembic import op

revision: str = 'service_desk_0011'
down_revision: str | Sequence[str] | None = 'service_desk_0010'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

NAME, TABLE = 'ix_requests_product', 'requests'


def upgrade() -> None:
    with op.get_context().autocommit_block():
        op.drop_index(NAME, TABLE, if_exists=True, postgresql_concurrently=True)
        op.create_index(NAME, TABLE, ['product_id', 'created_at'], postgresql_concurrently=True)


def downgrade() -> None:
    with op.get_context().autocommit_block():
        op.drop_index(NAME, TABLE, if_exists=True, postgresql_concurrently=True)
