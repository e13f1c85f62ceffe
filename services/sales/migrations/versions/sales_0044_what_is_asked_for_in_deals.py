"""What is asked for in deals."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from shared.persistence.types import Id, UtcTime

revision: str = 'sales_0044'
down_revision: str | Sequence[str] | None = 'sales_0043'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table('opportunity_needs',
    sa.Column('id', Id(), nullable=False),
    sa.Column('opportunity_id', Id(), nullable=False),
    sa.Column('product_id', Id(), nullable=True),
    sa.Column('description', sa.String(length=200), nullable=True),
    sa.Column('category', sa.String(length=100), nullable=True),
    sa.Column('quantity', sa.BigInteger(), nullable=True),
    sa.Column('key', sa.String(length=200), nullable=False),
    sa.Column('author_id', Id(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opportunity_needs')),
    sa.UniqueConstraint('opportunity_id', 'key', name=op.f('uq_opportunity_needs_opportunity_id_key'))
    )


def downgrade() -> None:
    op.drop_table('opportunity_needs')
