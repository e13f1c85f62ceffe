"""Who else wanted which deal."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from shared.persistence.paths import bytewise
from shared.persistence.types import BigSerial, Id, Money, UtcTime

revision: str = 'reporting_0012'
down_revision: str | Sequence[str] | None = 'reporting_0011'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table('deal_competitors',
    sa.Column('deal_id', Id(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('met', sa.Boolean(), nullable=False),
    sa.Column('met_on', sa.Date(), nullable=False),
    sa.PrimaryKeyConstraint('deal_id', 'name', name=op.f('pk_deal_competitors'))
    )


def downgrade() -> None:
    op.drop_table('deal_competitors')
