"""When a mail was given to the mail server, before its answer is known."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from shared.persistence.types import UtcTime

revision: str = 'gateway_0024'
down_revision: str | Sequence[str] | None = 'gateway_0023'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table('report_runs', schema=None) as batch_op:
        batch_op.add_column(sa.Column('given_at', UtcTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('report_runs', schema=None) as batch_op:
        batch_op.drop_column('given_at')
