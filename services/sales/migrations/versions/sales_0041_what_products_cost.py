"""What a piece of a product costs, and what the lines of an order cost when it was confirmed.

Of orders that were confirmed before nobody knows.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from shared.persistence.types import Money

revision: str = 'sales_0041'
down_revision: str | Sequence[str] | None = 'sales_0040'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLES = ('products', 'order_lines')


def upgrade() -> None:
    for table in TABLES:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column('cost', Money(), nullable=True))


def downgrade() -> None:
    for table in reversed(TABLES):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column('cost')
