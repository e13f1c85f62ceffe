"""positions on the map."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from shared.persistence.types import BigSerial, Degrees, Id, Money, UtcTime

revision: str = 'sales_0037'
down_revision: str | Sequence[str] | None = 'sales_0036'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLES = ('customers', 'sellers')
GLOBE = ('globe_x', 'globe_y', 'globe_z')


def upgrade() -> None:
    for table in TABLES:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column('latitude', Degrees(), nullable=True))
            batch_op.add_column(sa.Column('longitude', Degrees(), nullable=True))
            for column in GLOBE:
                batch_op.add_column(sa.Column(column, sa.BigInteger(), nullable=True))
            batch_op.create_index(f'ix_{table}_position', ['latitude', 'longitude'], unique=False)
    with op.batch_alter_table('customers', schema=None) as batch_op:
        batch_op.create_index('ix_customers_region_created', ['region', 'created_at'], unique=False)
    with op.batch_alter_table('sellers', schema=None) as batch_op:
        batch_op.add_column(sa.Column('region', sa.String(length=100), nullable=True))
        batch_op.create_index('ix_sellers_region', ['region'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('sellers', schema=None) as batch_op:
        batch_op.drop_index('ix_sellers_region')
        batch_op.drop_column('region')
    with op.batch_alter_table('customers', schema=None) as batch_op:
        batch_op.drop_index('ix_customers_region_created')
    for table in TABLES:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_index(f'ix_{table}_position')
            for column in (*GLOBE, 'longitude', 'latitude'):
                batch_op.drop_column(column)
