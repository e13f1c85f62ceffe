"""Webhooks, how far each has followed the logs, and the ledger of their deliveries."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from shared.persistence.types import BigSerial, Id, Money, UtcTime

revision: str = 'messaging_0002'
down_revision: str | Sequence[str] | None = 'messaging_0001'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:

    op.create_table('webhooks',
    sa.Column('url', sa.String(length=2000), nullable=False),
    sa.Column('types', sa.JSON(), nullable=False),
    sa.Column('description', sa.String(length=400), nullable=False),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.Column('paused_because', sa.String(length=40), nullable=True),
    sa.Column('scopes', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('secret', sa.String(length=400), nullable=False),
    sa.Column('old_secret', sa.String(length=400), nullable=True),
    sa.Column('old_secret_until', UtcTime(), nullable=True),
    sa.Column('owner_id', Id(), nullable=False),
    sa.Column('org_unit_id', Id(), nullable=False),
    sa.Column('id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('updated_at', UtcTime(), nullable=False),
    sa.Column('created_by', Id(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_webhooks'))
    )
    with op.batch_alter_table('webhooks', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_webhooks_org_unit_id'), ['org_unit_id'], unique=False)
        batch_op.create_index('ix_webhooks_owner_created', ['owner_id', 'created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_webhooks_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index('ix_webhooks_status', ['status'], unique=False)

    op.create_table('webhook_courses',
    sa.Column('webhook_id', Id(), nullable=False),
    sa.Column('places', sa.JSON(), nullable=False),
    sa.Column('failing_since', UtcTime(), nullable=True),
    sa.Column('holder', sa.String(length=64), nullable=True),
    sa.Column('held_until', UtcTime(), nullable=True),
    sa.ForeignKeyConstraint(['webhook_id'], ['webhooks.id'], name=op.f('fk_webhook_courses_webhook_id')),
    sa.PrimaryKeyConstraint('webhook_id', name=op.f('pk_webhook_courses'))
    )
    op.create_table('webhook_deliveries',
    sa.Column('webhook_id', Id(), nullable=False),
    sa.Column('event_id', Id(), nullable=False),
    sa.Column('source', sa.String(length=40), nullable=False),
    sa.Column('type', sa.String(length=120), nullable=False),
    sa.Column('subject', Id(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('position', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('next_try_at', UtcTime(), nullable=True),
    sa.Column('delivered_at', UtcTime(), nullable=True),
    sa.Column('request', sa.JSON(), nullable=True),
    sa.Column('status', sa.Integer(), nullable=True),
    sa.Column('error', sa.String(length=200), nullable=True),
    sa.Column('response', sa.String(length=1000), nullable=True),
    sa.Column('tries', sa.JSON(), nullable=False),
    sa.Column('id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('updated_at', UtcTime(), nullable=False),
    sa.Column('created_by', Id(), nullable=False),
    sa.ForeignKeyConstraint(['webhook_id'], ['webhooks.id'], name=op.f('fk_webhook_deliveries_webhook_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_webhook_deliveries')),
    sa.UniqueConstraint('webhook_id', 'event_id', name=op.f('uq_webhook_deliveries_webhook_id_event_id'))
    )
    with op.batch_alter_table('webhook_deliveries', schema=None) as batch_op:
        batch_op.create_index('ix_webhook_deliveries_created', ['webhook_id', 'created_at'], unique=False)
        batch_op.create_index('ix_webhook_deliveries_delivered', ['delivered_at'], unique=False)
        batch_op.create_index('ix_webhook_deliveries_due', ['webhook_id', 'state', 'next_try_at'], unique=False)
        batch_op.create_index('ix_webhook_deliveries_order', ['webhook_id', 'subject', 'state', 'position'], unique=False)




def downgrade() -> None:

    with op.batch_alter_table('webhook_deliveries', schema=None) as batch_op:
        batch_op.drop_index('ix_webhook_deliveries_order')
        batch_op.drop_index('ix_webhook_deliveries_due')
        batch_op.drop_index('ix_webhook_deliveries_delivered')
        batch_op.drop_index('ix_webhook_deliveries_created')

    op.drop_table('webhook_deliveries')
    op.drop_table('webhook_courses')
    with op.batch_alter_table('webhooks', schema=None) as batch_op:
        batch_op.drop_index('ix_webhooks_status')
        batch_op.drop_index(batch_op.f('ix_webhooks_owner_id'))
        batch_op.drop_index('ix_webhooks_owner_created')
        batch_op.drop_index(batch_op.f('ix_webhooks_org_unit_id'))

    op.drop_table('webhooks')

