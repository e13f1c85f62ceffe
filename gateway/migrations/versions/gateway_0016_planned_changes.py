"""Planned changes."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from shared.persistence.types import BigSerial, Id, Money, UtcTime

revision: str = 'gateway_0016'
down_revision: str | Sequence[str] | None = 'gateway_0015'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table('planned_changes',
    sa.Column('person_id', Id(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('target_id', Id(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('right', sa.String(length=120), nullable=False),
    sa.Column('status', sa.String(length=20), nullable=False),
    sa.Column('refusal', sa.String(length=500), nullable=True),
    sa.Column('id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('updated_at', UtcTime(), nullable=False),
    sa.Column('created_by', Id(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_planned_changes_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_planned_changes'))
    )
    with op.batch_alter_table('planned_changes', schema=None) as batch_op:
        batch_op.create_index('ix_planned_changes_due', ['status', 'on'], unique=False)
        batch_op.create_index('ix_planned_changes_person', ['person_id', 'on'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('planned_changes', schema=None) as batch_op:
        batch_op.drop_index('ix_planned_changes_person')
        batch_op.drop_index('ix_planned_changes_due')

    op.drop_table('planned_changes')
