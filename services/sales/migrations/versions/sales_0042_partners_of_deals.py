"""Partners work on deals."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from shared.persistence.types import Id, UtcTime

revision: str = 'sales_0042'
down_revision: str | Sequence[str] | None = 'sales_0041'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table('opportunity_partners',
    sa.Column('id', Id(), nullable=False),
    sa.Column('opportunity_id', Id(), nullable=False),
    sa.Column('org_unit_id', Id(), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.Column('note', sa.String(length=2000), nullable=True),
    sa.Column('author_id', Id(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opportunity_partners')),
    sa.UniqueConstraint('opportunity_id', 'org_unit_id', name=op.f('uq_opportunity_partners_opportunity_id_org_unit_id'))
    )


def downgrade() -> None:
    op.drop_table('opportunity_partners')
