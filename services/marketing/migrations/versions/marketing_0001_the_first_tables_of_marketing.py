"""The first tables of marketing."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from shared.persistence.types import BigSerial, Id, Money, UtcTime

revision: str = 'marketing_0001'
down_revision: str | Sequence[str] | None = None
branch_labels: str | Sequence[str] | None = ('marketing',)
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table('campaign_leads',
    sa.Column('lead_id', Id(), nullable=False),
    sa.Column('campaign_id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('worth', Money(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.PrimaryKeyConstraint('lead_id', name=op.f('pk_campaign_leads'))
    )
    with op.batch_alter_table('campaign_leads', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_campaign_leads_campaign_id'), ['campaign_id'], unique=False)

    op.create_table('campaigns',
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('goal', sa.String(length=2000), nullable=True),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('status', sa.String(length=20), nullable=False),
    sa.Column('budget', Money(), nullable=True),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('cancelled_reason', sa.String(length=500), nullable=True),
    sa.Column('form_key', sa.String(length=40), nullable=False),
    sa.Column('captured_count', sa.Integer(), nullable=False),
    sa.Column('spam_count', sa.Integer(), nullable=False),
    sa.Column('leads_count', sa.Integer(), nullable=False),
    sa.Column('leads_value', Money(), nullable=False),
    sa.Column('owner_id', Id(), nullable=False),
    sa.Column('org_unit_id', Id(), nullable=False),
    sa.Column('id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('updated_at', UtcTime(), nullable=False),
    sa.Column('created_by', Id(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_campaigns')),
    sa.UniqueConstraint('form_key', name=op.f('uq_campaigns_form_key'))
    )
    with op.batch_alter_table('campaigns', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_campaigns_org_unit_id'), ['org_unit_id'], unique=False)
        batch_op.create_index('ix_campaigns_owner_created', ['owner_id', 'created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_campaigns_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index('ix_campaigns_unit_created', ['org_unit_id', 'created_at'], unique=False)

    op.create_table('captures',
    sa.Column('campaign_id', Id(), nullable=False),
    sa.Column('contact', sa.String(length=254), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('company', sa.String(length=200), nullable=True),
    sa.Column('email', sa.String(length=254), nullable=True),
    sa.Column('phone', sa.String(length=50), nullable=True),
    sa.Column('note', sa.String(length=2000), nullable=True),
    sa.Column('owner_id', Id(), nullable=False),
    sa.Column('org_unit_id', Id(), nullable=False),
    sa.Column('id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('updated_at', UtcTime(), nullable=False),
    sa.Column('created_by', Id(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_captures'))
    )
    with op.batch_alter_table('captures', schema=None) as batch_op:
        batch_op.create_index('ix_captures_campaign_contact', ['campaign_id', 'contact', 'created_at'], unique=False)
        batch_op.create_index('ix_captures_campaign_created', ['campaign_id', 'created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_captures_org_unit_id'), ['org_unit_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_captures_owner_id'), ['owner_id'], unique=False)

    op.create_table('form_tallies',
    sa.Column('campaign_id', Id(), nullable=False),
    sa.Column('address_digest', sa.String(length=64), nullable=False),
    sa.Column('minute', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('submissions', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('campaign_id', 'address_digest', 'minute', name=op.f('pk_form_tallies'))
    )


def downgrade() -> None:
    op.drop_table('form_tallies')
    with op.batch_alter_table('captures', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_captures_owner_id'))
        batch_op.drop_index(batch_op.f('ix_captures_org_unit_id'))
        batch_op.drop_index('ix_captures_campaign_created')
        batch_op.drop_index('ix_captures_campaign_contact')

    op.drop_table('captures')
    with op.batch_alter_table('campaigns', schema=None) as batch_op:
        batch_op.drop_index('ix_campaigns_unit_created')
        batch_op.drop_index(batch_op.f('ix_campaigns_owner_id'))
        batch_op.drop_index('ix_campaigns_owner_created')
        batch_op.drop_index(batch_op.f('ix_campaigns_org_unit_id'))

    op.drop_table('campaigns')
    with op.batch_alter_table('campaign_leads', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_campaign_leads_campaign_id'))

    op.drop_table('campaign_leads')
