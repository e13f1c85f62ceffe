"""What was told last of a share is kept for each reason of it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = 'reporting_0021'
down_revision: str | Sequence[str] | None = 'reporting_0020'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

KEY = 'pk_share_marks'


def upgrade() -> None:
    with op.batch_alter_table('share_marks', schema=None) as batch_op:
        batch_op.add_column(sa.Column('reason', sa.String(length=20), server_default='hand', nullable=False))
        batch_op.drop_constraint(batch_op.f(KEY), type_='primary')
        batch_op.create_primary_key(batch_op.f(KEY), ['deal_id', 'grantee_id', 'reason'])


def downgrade() -> None:
    marks = sa.table('share_marks', sa.column('reason'))
    op.execute(marks.delete().where(marks.c.reason != 'hand'))
    with op.batch_alter_table('share_marks', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f(KEY), type_='primary')
        batch_op.create_primary_key(batch_op.f(KEY), ['deal_id', 'grantee_id'])
        batch_op.drop_column('reason')
