"""Reports that are sent by mail at set times, and what became of each mail."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from shared.persistence.types import Id, UtcTime

revision: str = 'gateway_0022'
down_revision: str | Sequence[str] | None = 'gateway_0021'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table('report_schedules',
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('report', sa.String(length=60), nullable=True),
    sa.Column('built_report_id', Id(), nullable=True),
    sa.Column('dashboard_id', Id(), nullable=True),
    sa.Column('parameters', sa.JSON(), nullable=False),
    sa.Column('period', sa.String(length=20), nullable=True),
    sa.Column('format', sa.String(length=10), nullable=False),
    sa.Column('rhythm', sa.String(length=10), nullable=False),
    sa.Column('weekday', sa.Integer(), nullable=True),
    sa.Column('month_day', sa.Integer(), nullable=True),
    sa.Column('time', sa.String(length=5), nullable=False),
    sa.Column('time_zone', sa.String(length=64), nullable=False),
    sa.Column('recipients', sa.JSON(), nullable=False),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.Column('paused_because', sa.String(length=40), nullable=True),
    sa.Column('next_at', UtcTime(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('updated_at', UtcTime(), nullable=False),
    sa.Column('created_by', Id(), nullable=False),
    sa.Column('id', Id(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_schedules'))
    )
    with op.batch_alter_table('report_schedules', schema=None) as batch_op:
        batch_op.create_index('ix_report_schedules_created_by_created', ['created_by', 'created_at'], unique=False)
        batch_op.create_index('ix_report_schedules_due', ['next_at'], unique=False)

    op.create_table('report_runs',
    sa.Column('report_schedule_id', Id(), nullable=False),
    sa.Column('due_at', UtcTime(), nullable=False),
    sa.Column('cause', sa.String(length=10), nullable=False),
    sa.Column('recipient_id', Id(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('next_try_at', UtcTime(), nullable=True),
    sa.Column('sent_at', UtcTime(), nullable=True),
    sa.Column('error', sa.String(length=60), nullable=True),
    sa.Column('detail', sa.String(length=500), nullable=True),
    sa.Column('message_id', sa.String(length=200), nullable=False),
    sa.Column('lease_holder', sa.String(length=64), nullable=True),
    sa.Column('lease_until', UtcTime(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('updated_at', UtcTime(), nullable=False),
    sa.Column('created_by', Id(), nullable=False),
    sa.Column('id', Id(), nullable=False),
    sa.ForeignKeyConstraint(['report_schedule_id'], ['report_schedules.id'], name=op.f('fk_report_runs_report_schedule_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_runs')),
    sa.UniqueConstraint('report_schedule_id', 'due_at', 'recipient_id', name=op.f('uq_report_runs_report_schedule_id_due_at_recipient_id'))
    )
    with op.batch_alter_table('report_runs', schema=None) as batch_op:
        batch_op.create_index('ix_report_runs_created', ['created_at'], unique=False)
        batch_op.create_index('ix_report_runs_due', ['state', 'next_try_at'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('report_runs', schema=None) as batch_op:
        batch_op.drop_index('ix_report_runs_due')
        batch_op.drop_index('ix_report_runs_created')

    op.drop_table('report_runs')
    with op.batch_alter_table('report_schedules', schema=None) as batch_op:
        batch_op.drop_index('ix_report_schedules_due')
        batch_op.drop_index('ix_report_schedules_created_by_created')

    op.drop_table('report_schedules')
