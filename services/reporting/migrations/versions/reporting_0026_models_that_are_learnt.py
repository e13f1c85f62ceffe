"""What reports learnt from the past, kept for whoever sees the same."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from shared.persistence.paths import bytewise
from shared.persistence.types import Id, UtcTime

revision: str = 'reporting_0026'
down_revision: str | Sequence[str] | None = 'reporting_0025'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table('learnt_models',
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('reaches', sa.JSON(), nullable=False),
    sa.Column('everything', sa.Boolean(), nullable=False),
    sa.Column('user_id', Id(), nullable=True),
    sa.Column('unit_id', Id(), nullable=True),
    sa.Column('unit_path', bytewise(255), nullable=True),
    sa.Column('person_path', bytewise(255), nullable=True),
    sa.Column('asked', sa.JSON(), nullable=False),
    sa.Column('parameters', sa.JSON(), nullable=True),
    sa.Column('measures', sa.JSON(), nullable=True),
    sa.Column('records', sa.Integer(), nullable=False),
    sa.Column('since', sa.Date(), nullable=True),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('heard', sa.JSON(), nullable=False),
    sa.Column('position', sa.BigInteger(), nullable=False),
    sa.Column('position_at', UtcTime(), nullable=True),
    sa.Column('org_version', sa.BigInteger(), nullable=False),
    sa.Column('learnt_at', UtcTime(), nullable=True),
    sa.Column('used_at', UtcTime(), nullable=False),
    sa.Column('is_outdated', sa.Boolean(), nullable=False),
    sa.Column('lease_holder', sa.String(length=64), nullable=True),
    sa.Column('lease_until', UtcTime(), nullable=True),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_learnt_models'))
    )
    op.create_index('ix_learnt_models_used', 'learnt_models', ['used_at', 'key'])


def downgrade() -> None:
    op.drop_table('learnt_models')
