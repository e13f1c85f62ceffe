"""opportunities counted and summed by unit and currency alone."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from shared.persistence.cells import Kept
from shared.persistence.types import BigSerial, Id, Money, UtcTime

revision: str = 'sales_0015'
down_revision: str | Sequence[str] | None = 'sales_0014'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

KEPT = Kept('opportunity_currency_cells', 'opportunities', ('org_unit_id', 'currency'), ('amount', 'weighted_amount'))


def upgrade() -> None:
    op.create_table('opportunity_currency_cells',
    sa.Column('org_unit_id', Id(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('amount_high', sa.BigInteger(), nullable=False),
    sa.Column('amount_low', sa.BigInteger(), nullable=False),
    sa.Column('weighted_amount_high', sa.BigInteger(), nullable=False),
    sa.Column('weighted_amount_low', sa.BigInteger(), nullable=False),
    sa.Column('counted', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('org_unit_id', 'currency', name=op.f('pk_opportunity_currency_cells'))
    )
    KEPT.start(op.get_bind())


def downgrade() -> None:
    KEPT.stop(op.get_bind())
    op.drop_table('opportunity_currency_cells')
