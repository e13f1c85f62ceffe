"""Imports keep the scopes of the token that began them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = 'gateway_0018'
down_revision: str | Sequence[str] | None = 'gateway_0017'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table('imports', schema=None) as batch_op:
        batch_op.add_column(sa.Column('scopes', sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('imports', schema=None) as batch_op:
        batch_op.drop_column('scopes')
