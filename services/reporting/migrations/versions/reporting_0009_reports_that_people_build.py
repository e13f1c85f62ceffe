"""Reports that people build."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from shared.persistence.types import BigSerial, Id, Money, UtcTime

revision: str = 'reporting_0009'
down_revision: str | Sequence[str] | None = 'reporting_0008'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table('built_reports',
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('table_name', sa.String(length=40), nullable=False),
    sa.Column('definition', sa.JSON(), nullable=False),
    sa.Column('owner_id', Id(), nullable=False),
    sa.Column('org_unit_id', Id(), nullable=False),
    sa.Column('id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('updated_at', UtcTime(), nullable=False),
    sa.Column('created_by', Id(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_built_reports'))
    )
    with op.batch_alter_table('built_reports', schema=None) as batch_op:
        batch_op.create_index('ix_built_reports_created', ['created_at', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_built_reports_org_unit_id'), ['org_unit_id'], unique=False)
        batch_op.create_index('ix_built_reports_owner_created', ['owner_id', 'created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_built_reports_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index('ix_built_reports_title', ['title', 'id'], unique=False)
        batch_op.create_index('ix_built_reports_unit_created', ['org_unit_id', 'created_at'], unique=False)
        batch_op.create_index('ix_built_reports_updated', ['updated_at', 'id'], unique=False)


def downgrade() -> None:
    op.drop_table('built_reports')
