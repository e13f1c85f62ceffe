"""Word templates of reports."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from shared.persistence.types import BigSerial, Id, Money, UtcTime

revision: str = 'reporting_0008'
down_revision: str | Sequence[str] | None = 'reporting_0007'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table('report_templates',
    sa.Column('report', sa.String(length=60), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('fields_named', sa.JSON(), nullable=False),
    sa.Column('uploaded_at', UtcTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('updated_at', UtcTime(), nullable=False),
    sa.Column('created_by', Id(), nullable=False),
    sa.Column('id', Id(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_templates'))
    )
    with op.batch_alter_table('report_templates', schema=None) as batch_op:
        batch_op.create_index('ix_report_templates_report', ['report', 'uploaded_at'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('report_templates', schema=None) as batch_op:
        batch_op.drop_index('ix_report_templates_report')

    op.drop_table('report_templates')
