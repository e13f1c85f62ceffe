"""What requests ask for: a product, or a need in words."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from shared.persistence.types import Id

revision: str = 'service_desk_0010'
down_revision: str | Sequence[str] | None = 'service_desk_0009'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table('requests', schema=None) as batch_op:
        batch_op.add_column(sa.Column('product_id', Id(), nullable=True))
        batch_op.add_column(sa.Column('need', sa.String(length=200), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('requests', schema=None) as batch_op:
        batch_op.drop_column('need')
        batch_op.drop_column('product_id')
