"""The first tables of messaging."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from shared.persistence.types import BigSerial, Id, Money, UtcTime

revision: str = 'messaging_0001'
down_revision: str | Sequence[str] | None = None
branch_labels: str | Sequence[str] | None = ('messaging',)
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table('delivery_turn',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_delivery_turn'))
    )
    op.create_table('messages',
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('title', sa.String(length=400), nullable=False),
    sa.Column('body', sa.String(length=1000), nullable=False),
    sa.Column('about_type', sa.String(length=40), nullable=False),
    sa.Column('about_id', Id(), nullable=False),
    sa.Column('event_id', Id(), nullable=False),
    sa.Column('read_at', UtcTime(), nullable=True),
    sa.Column('owner_id', Id(), nullable=False),
    sa.Column('org_unit_id', Id(), nullable=False),
    sa.Column('id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('updated_at', UtcTime(), nullable=False),
    sa.Column('created_by', Id(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_messages')),
    sa.UniqueConstraint('owner_id', 'event_id', name=op.f('uq_messages_owner_id_event_id'))
    )
    with op.batch_alter_table('messages', schema=None) as batch_op:
        batch_op.create_index('ix_messages_event', ['event_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_messages_org_unit_id'), ['org_unit_id'], unique=False)
        batch_op.create_index('ix_messages_owner_created', ['owner_id', 'created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_messages_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index('ix_messages_owner_order', ['owner_id', 'id'], unique=False)

    op.create_table('pending_notices',
    sa.Column('id', BigSerial, autoincrement=True, nullable=False),
    sa.Column('event_id', Id(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('title', sa.String(length=400), nullable=False),
    sa.Column('body', sa.String(length=1000), nullable=False),
    sa.Column('about_type', sa.String(length=40), nullable=False),
    sa.Column('about_id', Id(), nullable=False),
    sa.Column('people', sa.JSON(), nullable=False),
    sa.Column('right', sa.String(length=120), nullable=True),
    sa.Column('owner_id', Id(), nullable=True),
    sa.Column('org_unit_id', Id(), nullable=True),
    sa.Column('shared_people', sa.JSON(), nullable=False),
    sa.Column('shared_units', sa.JSON(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('next_try_at', UtcTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pending_notices')),
    sa.UniqueConstraint('event_id', 'kind', name=op.f('uq_pending_notices_event_id_kind'))
    )
    with op.batch_alter_table('pending_notices', schema=None) as batch_op:
        batch_op.create_index('ix_pending_notices_due', ['next_try_at', 'id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('pending_notices', schema=None) as batch_op:
        batch_op.drop_index('ix_pending_notices_due')

    op.drop_table('pending_notices')
    with op.batch_alter_table('messages', schema=None) as batch_op:
        batch_op.drop_index('ix_messages_owner_order')
        batch_op.drop_index(batch_op.f('ix_messages_owner_id'))
        batch_op.drop_index('ix_messages_owner_created')
        batch_op.drop_index(batch_op.f('ix_messages_org_unit_id'))
        batch_op.drop_index('ix_messages_event')

    op.drop_table('messages')
    op.drop_table('delivery_turn')
