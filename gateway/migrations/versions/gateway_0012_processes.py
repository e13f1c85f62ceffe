"""Processes: their definitions and their runs."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from shared.persistence.types import BigSerial, Id, Money, UtcTime

revision: str = 'gateway_0012'
down_revision: str | Sequence[str] | None = 'gateway_0011'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table('process_definitions',
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('noun', sa.String(length=60), nullable=False),
    sa.Column('steps', sa.JSON(), nullable=False),
    sa.Column('retired', sa.Boolean(), nullable=False),
    sa.Column('id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('updated_at', UtcTime(), nullable=False),
    sa.Column('created_by', Id(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_process_definitions')),
    sa.UniqueConstraint('code', name=op.f('uq_process_definitions_code'))
    )
    op.create_table('process_runs',
    sa.Column('process_definition_id', Id(), nullable=False),
    sa.Column('process', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('noun', sa.String(length=60), nullable=False),
    sa.Column('record_id', Id(), nullable=False),
    sa.Column('org_unit_id', Id(), nullable=False),
    sa.Column('status', sa.String(length=20), nullable=False),
    sa.Column('steps', sa.JSON(), nullable=False),
    sa.Column('done', sa.JSON(), nullable=False),
    sa.Column('position', sa.String(length=40), nullable=True),
    sa.Column('position_reach', sa.String(length=20), nullable=True),
    sa.Column('id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('updated_at', UtcTime(), nullable=False),
    sa.Column('created_by', Id(), nullable=False),
    sa.ForeignKeyConstraint(['process_definition_id'], ['process_definitions.id'], name=op.f('fk_process_runs_process_definition_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_process_runs'))
    )
    with op.batch_alter_table('process_runs', schema=None) as batch_op:
        batch_op.create_index('ix_process_runs_created', ['created_at', 'id'], unique=False)
        batch_op.create_index('ix_process_runs_created_by', ['created_by', 'created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_process_runs_process_definition_id'), ['process_definition_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_process_runs_record_id'), ['record_id'], unique=False)
        batch_op.create_index('ix_process_runs_unit', ['org_unit_id', 'created_at'], unique=False)
        batch_op.create_index('ix_process_runs_waiting', ['position', 'org_unit_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('process_runs', schema=None) as batch_op:
        batch_op.drop_index('ix_process_runs_waiting')
        batch_op.drop_index('ix_process_runs_unit')
        batch_op.drop_index(batch_op.f('ix_process_runs_record_id'))
        batch_op.drop_index(batch_op.f('ix_process_runs_process_definition_id'))
        batch_op.drop_index('ix_process_runs_created_by')
        batch_op.drop_index('ix_process_runs_created')

    op.drop_table('process_runs')
    op.drop_table('process_definitions')
