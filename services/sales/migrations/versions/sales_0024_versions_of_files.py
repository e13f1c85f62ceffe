"""versions of files."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from shared.persistence.types import BigSerial, Id, Money, UtcTime

revision: str = 'sales_0024'
down_revision: str | Sequence[str] | None = 'sales_0023'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table('attachments', schema=None) as batch_op:
        batch_op.add_column(sa.Column('version', sa.Integer(), server_default='1', nullable=False))


def downgrade() -> None:
    with op.batch_alter_table('attachments', schema=None) as batch_op:
        batch_op.drop_column('version')
