"""The first tables of service_desk."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from shared.persistence.types import BigSerial, Id, Money, UtcTime

revision: str = 'service_desk_0001'
down_revision: str | Sequence[str] | None = None
branch_labels: str | Sequence[str] | None = ('service_desk',)
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table('agents',
    sa.Column('skills', sa.JSON(), nullable=False),
    sa.Column('owner_id', Id(), nullable=False),
    sa.Column('org_unit_id', Id(), nullable=False),
    sa.Column('id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('updated_at', UtcTime(), nullable=False),
    sa.Column('created_by', Id(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agents'))
    )
    with op.batch_alter_table('agents', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_agents_org_unit_id'), ['org_unit_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_agents_owner_id'), ['owner_id'], unique=False)

    op.create_table('article_editions',
    sa.Column('article_id', Id(), nullable=False),
    sa.Column('edition', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('symptoms', sa.String(length=4000), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('published_at', UtcTime(), nullable=False),
    sa.Column('published_by_id', Id(), nullable=False),
    sa.Column('published_by_name', sa.String(length=200), nullable=False),
    sa.PrimaryKeyConstraint('article_id', 'edition', name=op.f('pk_article_editions'))
    )
    op.create_table('articles',
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('symptoms', sa.String(length=4000), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('status', sa.String(length=20), nullable=False),
    sa.Column('edition', sa.Integer(), nullable=False),
    sa.Column('success_count', sa.Integer(), nullable=False),
    sa.Column('published_at', UtcTime(), nullable=True),
    sa.Column('owner_id', Id(), nullable=False),
    sa.Column('org_unit_id', Id(), nullable=False),
    sa.Column('id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('updated_at', UtcTime(), nullable=False),
    sa.Column('created_by', Id(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_articles'))
    )
    with op.batch_alter_table('articles', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_articles_org_unit_id'), ['org_unit_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_articles_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index('ix_articles_status_success', ['status', 'success_count'], unique=False)

    op.create_table('customers',
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('owner_id', Id(), nullable=False),
    sa.Column('org_unit_id', Id(), nullable=False),
    sa.Column('id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('updated_at', UtcTime(), nullable=False),
    sa.Column('created_by', Id(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_customers'))
    )
    with op.batch_alter_table('customers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_customers_org_unit_id'), ['org_unit_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_customers_owner_id'), ['owner_id'], unique=False)

    op.create_table('requests',
    sa.Column('number', sa.String(length=40), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('customer_id', Id(), nullable=True),
    sa.Column('customer_name', sa.String(length=200), nullable=True),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('channel', sa.String(length=20), nullable=False),
    sa.Column('severity', sa.String(length=20), nullable=False),
    sa.Column('skill', sa.String(length=40), nullable=True),
    sa.Column('status', sa.String(length=20), nullable=False),
    sa.Column('assignee_id', Id(), nullable=True),
    sa.Column('opportunity_id', Id(), nullable=True),
    sa.Column('order_id', Id(), nullable=True),
    sa.Column('due_at', UtcTime(), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('next_escalation_at', UtcTime(), nullable=True),
    sa.Column('escalated_at', UtcTime(), nullable=True),
    sa.Column('claimed_at', UtcTime(), nullable=True),
    sa.Column('started_at', UtcTime(), nullable=True),
    sa.Column('solved_at', UtcTime(), nullable=True),
    sa.Column('confirmed_at', UtcTime(), nullable=True),
    sa.Column('closed_at', UtcTime(), nullable=True),
    sa.Column('reopened_at', UtcTime(), nullable=True),
    sa.Column('solution', sa.Text(), nullable=True),
    sa.Column('article_id', Id(), nullable=True),
    sa.Column('owner_id', Id(), nullable=False),
    sa.Column('org_unit_id', Id(), nullable=False),
    sa.Column('id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('updated_at', UtcTime(), nullable=False),
    sa.Column('created_by', Id(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_requests')),
    sa.UniqueConstraint('number', name=op.f('uq_requests_number'))
    )
    with op.batch_alter_table('requests', schema=None) as batch_op:
        batch_op.create_index('ix_requests_assignee', ['assignee_id', 'status'], unique=False)
        batch_op.create_index('ix_requests_customer', ['customer_id', 'created_at'], unique=False)
        batch_op.create_index('ix_requests_escalation', ['next_escalation_at'], unique=False)
        batch_op.create_index('ix_requests_opportunity', ['opportunity_id'], unique=False)
        batch_op.create_index('ix_requests_order', ['order_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_requests_org_unit_id'), ['org_unit_id'], unique=False)
        batch_op.create_index('ix_requests_owner_created', ['owner_id', 'created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_requests_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index('ix_requests_unit_created', ['org_unit_id', 'created_at'], unique=False)
        batch_op.create_index('ix_requests_unit_status_due', ['org_unit_id', 'status', 'due_at'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('requests', schema=None) as batch_op:
        batch_op.drop_index('ix_requests_unit_status_due')
        batch_op.drop_index('ix_requests_unit_created')
        batch_op.drop_index(batch_op.f('ix_requests_owner_id'))
        batch_op.drop_index('ix_requests_owner_created')
        batch_op.drop_index(batch_op.f('ix_requests_org_unit_id'))
        batch_op.drop_index('ix_requests_order')
        batch_op.drop_index('ix_requests_opportunity')
        batch_op.drop_index('ix_requests_escalation')
        batch_op.drop_index('ix_requests_customer')
        batch_op.drop_index('ix_requests_assignee')

    op.drop_table('requests')
    with op.batch_alter_table('customers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_customers_owner_id'))
        batch_op.drop_index(batch_op.f('ix_customers_org_unit_id'))

    op.drop_table('customers')
    with op.batch_alter_table('articles', schema=None) as batch_op:
        batch_op.drop_index('ix_articles_status_success')
        batch_op.drop_index(batch_op.f('ix_articles_owner_id'))
        batch_op.drop_index(batch_op.f('ix_articles_org_unit_id'))

    op.drop_table('articles')
    op.drop_table('article_editions')
    with op.batch_alter_table('agents', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_agents_owner_id'))
        batch_op.drop_index(batch_op.f('ix_agents_org_unit_id'))

    op.drop_table('agents')
