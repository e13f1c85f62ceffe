"""The first tables of sales."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from shared.persistence.types import BigSerial, Id, Money, UtcTime

revision: str = 'sales_0001'
down_revision: str | Sequence[str] | None = None
branch_labels: str | Sequence[str] | None = ('sales',)
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table('contacts',
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('customer_id', Id(), nullable=True),
    sa.Column('organisation', sa.String(length=200), nullable=True),
    sa.Column('title', sa.String(length=100), nullable=True),
    sa.Column('role', sa.String(length=100), nullable=True),
    sa.Column('email', sa.String(length=254), nullable=True),
    sa.Column('phone', sa.String(length=50), nullable=True),
    sa.Column('mobile', sa.String(length=50), nullable=True),
    sa.Column('address', sa.String(length=500), nullable=True),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('do_not_email', sa.Boolean(), nullable=False),
    sa.Column('do_not_call', sa.Boolean(), nullable=False),
    sa.Column('owner_id', Id(), nullable=False),
    sa.Column('org_unit_id', Id(), nullable=False),
    sa.Column('id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('updated_at', UtcTime(), nullable=False),
    sa.Column('created_by', Id(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contacts'))
    )
    with op.batch_alter_table('contacts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contacts_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contacts_email'), ['email'], unique=False)
        batch_op.create_index(batch_op.f('ix_contacts_name'), ['name'], unique=False)
        batch_op.create_index(batch_op.f('ix_contacts_org_unit_id'), ['org_unit_id'], unique=False)
        batch_op.create_index('ix_contacts_owner_created', ['owner_id', 'created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_contacts_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index('ix_contacts_unit_created', ['org_unit_id', 'created_at'], unique=False)

    op.create_table('customer_likeness_turns',
    sa.Column('turn', sa.Integer(), autoincrement=False, nullable=False),
    sa.PrimaryKeyConstraint('turn', name=op.f('pk_customer_likeness_turns'))
    )
    op.create_table('customers',
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('tax_id', sa.String(length=50), nullable=True),
    sa.Column('domain', sa.String(length=253), nullable=True),
    sa.Column('phone', sa.String(length=50), nullable=True),
    sa.Column('website', sa.String(length=300), nullable=True),
    sa.Column('industry', sa.String(length=100), nullable=True),
    sa.Column('region', sa.String(length=100), nullable=True),
    sa.Column('country', sa.String(length=100), nullable=True),
    sa.Column('employees', sa.Integer(), nullable=True),
    sa.Column('annual_revenue', Money(), nullable=True),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('founded_year', sa.Integer(), nullable=True),
    sa.Column('level', sa.String(length=10), nullable=False),
    sa.Column('type', sa.String(length=20), nullable=False),
    sa.Column('status', sa.String(length=20), nullable=False),
    sa.Column('parent_id', Id(), nullable=True),
    sa.Column('external_id', sa.String(length=120), nullable=True),
    sa.Column('name_key', sa.String(length=200), nullable=False),
    sa.Column('tax_key', sa.String(length=50), nullable=True),
    sa.Column('phone_key', sa.String(length=50), nullable=True),
    sa.Column('domain_key', sa.String(length=253), nullable=True),
    sa.Column('owner_id', Id(), nullable=False),
    sa.Column('org_unit_id', Id(), nullable=False),
    sa.Column('id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('updated_at', UtcTime(), nullable=False),
    sa.Column('created_by', Id(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_customers')),
    sa.UniqueConstraint('external_id', name=op.f('uq_customers_external_id'))
    )
    with op.batch_alter_table('customers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_customers_domain_key'), ['domain_key'], unique=False)
        batch_op.create_index(batch_op.f('ix_customers_name'), ['name'], unique=False)
        batch_op.create_index(batch_op.f('ix_customers_name_key'), ['name_key'], unique=False)
        batch_op.create_index(batch_op.f('ix_customers_org_unit_id'), ['org_unit_id'], unique=False)
        batch_op.create_index('ix_customers_owner_created', ['owner_id', 'created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_customers_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_customers_parent_id'), ['parent_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_customers_phone_key'), ['phone_key'], unique=False)
        batch_op.create_index(batch_op.f('ix_customers_tax_key'), ['tax_key'], unique=False)
        batch_op.create_index('ix_customers_unit_created', ['org_unit_id', 'created_at'], unique=False)

    op.create_table('leads',
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('company', sa.String(length=200), nullable=True),
    sa.Column('email', sa.String(length=254), nullable=True),
    sa.Column('phone', sa.String(length=50), nullable=True),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('status', sa.String(length=20), nullable=False),
    sa.Column('budget', Money(), nullable=True),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('lost_reason', sa.String(length=500), nullable=True),
    sa.Column('source_kind', sa.String(length=20), nullable=False),
    sa.Column('source_id', Id(), nullable=True),
    sa.Column('captured_by', Id(), nullable=True),
    sa.Column('last_touch_at', UtcTime(), nullable=True),
    sa.Column('converted_at', UtcTime(), nullable=True),
    sa.Column('customer_id', Id(), nullable=True),
    sa.Column('contact_id', Id(), nullable=True),
    sa.Column('opportunity_id', Id(), nullable=True),
    sa.Column('owner_id', Id(), nullable=False),
    sa.Column('org_unit_id', Id(), nullable=False),
    sa.Column('id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('updated_at', UtcTime(), nullable=False),
    sa.Column('created_by', Id(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_leads')),
    sa.UniqueConstraint('captured_by', name=op.f('uq_leads_captured_by'))
    )
    with op.batch_alter_table('leads', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_leads_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_leads_org_unit_id'), ['org_unit_id'], unique=False)
        batch_op.create_index('ix_leads_owner_created', ['owner_id', 'created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_leads_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index('ix_leads_status_created', ['status', 'created_at'], unique=False)
        batch_op.create_index('ix_leads_unit_created', ['org_unit_id', 'created_at'], unique=False)

    op.create_table('opportunities',
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('customer_id', Id(), nullable=True),
    sa.Column('product_id', Id(), nullable=True),
    sa.Column('stage', sa.String(length=40), nullable=False),
    sa.Column('stage_before_close', sa.String(length=40), nullable=True),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.Column('amount', Money(), nullable=True),
    sa.Column('weighted_amount', Money(), nullable=True),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('probability', sa.Integer(), nullable=False),
    sa.Column('probability_overridden', sa.Boolean(), nullable=False),
    sa.Column('expected_close_date', sa.Date(), nullable=True),
    sa.Column('engaged_on', sa.Date(), nullable=True),
    sa.Column('closed_at', UtcTime(), nullable=True),
    sa.Column('source', sa.String(length=100), nullable=True),
    sa.Column('channel', sa.String(length=20), nullable=False),
    sa.Column('next_step', sa.String(length=500), nullable=True),
    sa.Column('lost_reason', sa.String(length=500), nullable=True),
    sa.Column('winner_competitor', sa.String(length=200), nullable=True),
    sa.Column('last_touch_at', UtcTime(), nullable=True),
    sa.Column('external_id', sa.String(length=120), nullable=True),
    sa.Column('owner_id', Id(), nullable=False),
    sa.Column('org_unit_id', Id(), nullable=False),
    sa.Column('id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('updated_at', UtcTime(), nullable=False),
    sa.Column('created_by', Id(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opportunities')),
    sa.UniqueConstraint('external_id', name=op.f('uq_opportunities_external_id')),
    sa.UniqueConstraint('number', name=op.f('uq_opportunities_number'))
    )
    with op.batch_alter_table('opportunities', schema=None) as batch_op:
        batch_op.create_index('ix_opportunities_amount', ['amount', 'id'], unique=False)
        batch_op.create_index('ix_opportunities_close_date', ['expected_close_date', 'id'], unique=False)
        batch_op.create_index('ix_opportunities_closed', ['closed_at', 'id'], unique=False)
        batch_op.create_index('ix_opportunities_created', ['created_at', 'id'], unique=False)
        batch_op.create_index('ix_opportunities_customer_created', ['customer_id', 'created_at'], unique=False)
        batch_op.create_index('ix_opportunities_name', ['name', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_opportunities_org_unit_id'), ['org_unit_id'], unique=False)
        batch_op.create_index('ix_opportunities_owner_amount', ['owner_id', 'amount'], unique=False)
        batch_op.create_index('ix_opportunities_owner_created', ['owner_id', 'created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_opportunities_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_opportunities_product_id'), ['product_id'], unique=False)
        batch_op.create_index('ix_opportunities_stage_amount', ['stage', 'amount'], unique=False)
        batch_op.create_index('ix_opportunities_status_created', ['status', 'created_at'], unique=False)
        batch_op.create_index('ix_opportunities_unit_created', ['org_unit_id', 'created_at'], unique=False)
        batch_op.create_index('ix_opportunities_weighted', ['weighted_amount', 'id'], unique=False)

    op.create_table('orders',
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('customer_id', Id(), nullable=False),
    sa.Column('opportunity_id', Id(), nullable=True),
    sa.Column('stands_for', Id(), nullable=True),
    sa.Column('quotation_id', Id(), nullable=True),
    sa.Column('status', sa.String(length=12), nullable=False),
    sa.Column('fulfilment', sa.String(length=16), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('amount', Money(), nullable=False),
    sa.Column('tax', Money(), nullable=False),
    sa.Column('invoiced', Money(), nullable=False),
    sa.Column('paid', Money(), nullable=False),
    sa.Column('void_reason', sa.String(length=500), nullable=True),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('confirmed_at', UtcTime(), nullable=True),
    sa.Column('owner_id', Id(), nullable=False),
    sa.Column('org_unit_id', Id(), nullable=False),
    sa.Column('id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('updated_at', UtcTime(), nullable=False),
    sa.Column('created_by', Id(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_orders')),
    sa.UniqueConstraint('number', name=op.f('uq_orders_number')),
    sa.UniqueConstraint('stands_for', name=op.f('uq_orders_stands_for'))
    )
    with op.batch_alter_table('orders', schema=None) as batch_op:
        batch_op.create_index('ix_orders_customer_created', ['customer_id', 'created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_orders_opportunity_id'), ['opportunity_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_orders_org_unit_id'), ['org_unit_id'], unique=False)
        batch_op.create_index('ix_orders_owner_created', ['owner_id', 'created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_orders_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_orders_quotation_id'), ['quotation_id'], unique=False)
        batch_op.create_index('ix_orders_status_created', ['status', 'created_at'], unique=False)
        batch_op.create_index('ix_orders_unit_created', ['org_unit_id', 'created_at'], unique=False)

    op.create_table('products',
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('category', sa.String(length=100), nullable=True),
    sa.Column('description', sa.Text(), nullable=True),
    sa.Column('unit', sa.String(length=20), nullable=False),
    sa.Column('list_price', Money(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('updated_at', UtcTime(), nullable=False),
    sa.Column('created_by', Id(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_products')),
    sa.UniqueConstraint('code', name=op.f('uq_products_code'))
    )
    with op.batch_alter_table('products', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_products_category'), ['category'], unique=False)
        batch_op.create_index(batch_op.f('ix_products_name'), ['name'], unique=False)

    op.create_table('quotations',
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('opportunity_id', Id(), nullable=False),
    sa.Column('customer_id', Id(), nullable=True),
    sa.Column('status', sa.String(length=20), nullable=False),
    sa.Column('latest_version', sa.Integer(), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('net', Money(), nullable=False),
    sa.Column('tax', Money(), nullable=False),
    sa.Column('gross', Money(), nullable=False),
    sa.Column('accepted_for', Id(), nullable=True),
    sa.Column('owner_id', Id(), nullable=False),
    sa.Column('org_unit_id', Id(), nullable=False),
    sa.Column('id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('updated_at', UtcTime(), nullable=False),
    sa.Column('created_by', Id(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_quotations')),
    sa.UniqueConstraint('accepted_for', name=op.f('uq_quotations_accepted_for')),
    sa.UniqueConstraint('number', name=op.f('uq_quotations_number'))
    )
    with op.batch_alter_table('quotations', schema=None) as batch_op:
        batch_op.create_index('ix_quotations_customer_created', ['customer_id', 'created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_quotations_opportunity_id'), ['opportunity_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_quotations_org_unit_id'), ['org_unit_id'], unique=False)
        batch_op.create_index('ix_quotations_owner_created', ['owner_id', 'created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_quotations_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index('ix_quotations_unit_created', ['org_unit_id', 'created_at'], unique=False)

    op.create_table('stages',
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('success_rate', sa.Integer(), nullable=False),
    sa.Column('exit_criteria', sa.JSON(), nullable=False),
    sa.Column('outcome', sa.String(length=10), nullable=True),
    sa.Column('id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('updated_at', UtcTime(), nullable=False),
    sa.Column('created_by', Id(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stages')),
    sa.UniqueConstraint('code', name=op.f('uq_stages_code')),
    sa.UniqueConstraint('position', name=op.f('uq_stages_position'))
    )
    op.create_table('order_instalments',
    sa.Column('id', Id(), nullable=False),
    sa.Column('order_id', Id(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('amount', Money(), nullable=False),
    sa.ForeignKeyConstraint(['order_id'], ['orders.id'], name=op.f('fk_order_instalments_order_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_order_instalments'))
    )
    with op.batch_alter_table('order_instalments', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_order_instalments_order_id'), ['order_id'], unique=False)

    op.create_table('order_lines',
    sa.Column('id', Id(), nullable=False),
    sa.Column('order_id', Id(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('product_id', Id(), nullable=False),
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('quantity', sa.Integer(), nullable=False),
    sa.Column('unit_price', Money(), nullable=False),
    sa.Column('discount_percent', Money(), nullable=False),
    sa.Column('amount', Money(), nullable=False),
    sa.Column('tax', Money(), nullable=False),
    sa.ForeignKeyConstraint(['order_id'], ['orders.id'], name=op.f('fk_order_lines_order_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_order_lines'))
    )
    with op.batch_alter_table('order_lines', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_order_lines_order_id'), ['order_id'], unique=False)

    op.create_table('order_steps',
    sa.Column('order_id', Id(), nullable=False),
    sa.Column('key', sa.String(length=120), nullable=False),
    sa.Column('step', sa.String(length=40), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('position', sa.BigInteger(), nullable=False),
    sa.Column('detail', sa.JSON(), nullable=False),
    sa.Column('at', UtcTime(), nullable=False),
    sa.ForeignKeyConstraint(['order_id'], ['orders.id'], name=op.f('fk_order_steps_order_id')),
    sa.PrimaryKeyConstraint('order_id', 'key', name=op.f('pk_order_steps'))
    )
    op.create_table('quotation_versions',
    sa.Column('id', Id(), nullable=False),
    sa.Column('quotation_id', Id(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(length=20), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=False),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('net', Money(), nullable=False),
    sa.Column('tax', Money(), nullable=False),
    sa.Column('gross', Money(), nullable=False),
    sa.Column('sent_at', UtcTime(), nullable=True),
    sa.Column('answered_at', UtcTime(), nullable=True),
    sa.Column('refused_reason', sa.String(length=500), nullable=True),
    sa.ForeignKeyConstraint(['quotation_id'], ['quotations.id'], name=op.f('fk_quotation_versions_quotation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_quotation_versions')),
    sa.UniqueConstraint('quotation_id', 'number', name=op.f('uq_quotation_versions_quotation_id_number'))
    )
    op.create_table('quotation_lines',
    sa.Column('id', Id(), nullable=False),
    sa.Column('quotation_version_id', Id(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('product_id', Id(), nullable=False),
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('quantity', sa.Integer(), nullable=False),
    sa.Column('list_price', Money(), nullable=False),
    sa.Column('unit_price', Money(), nullable=False),
    sa.Column('discount_percent', Money(), nullable=False),
    sa.Column('tax_percent', Money(), nullable=False),
    sa.Column('net', Money(), nullable=False),
    sa.Column('tax', Money(), nullable=False),
    sa.Column('gross', Money(), nullable=False),
    sa.ForeignKeyConstraint(['quotation_version_id'], ['quotation_versions.id'], name=op.f('fk_quotation_lines_quotation_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_quotation_lines'))
    )
    with op.batch_alter_table('quotation_lines', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_quotation_lines_quotation_version_id'), ['quotation_version_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('quotation_lines', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_quotation_lines_quotation_version_id'))

    op.drop_table('quotation_lines')
    op.drop_table('quotation_versions')
    op.drop_table('order_steps')
    with op.batch_alter_table('order_lines', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_order_lines_order_id'))

    op.drop_table('order_lines')
    with op.batch_alter_table('order_instalments', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_order_instalments_order_id'))

    op.drop_table('order_instalments')
    op.drop_table('stages')
    with op.batch_alter_table('quotations', schema=None) as batch_op:
        batch_op.drop_index('ix_quotations_unit_created')
        batch_op.drop_index(batch_op.f('ix_quotations_owner_id'))
        batch_op.drop_index('ix_quotations_owner_created')
        batch_op.drop_index(batch_op.f('ix_quotations_org_unit_id'))
        batch_op.drop_index(batch_op.f('ix_quotations_opportunity_id'))
        batch_op.drop_index('ix_quotations_customer_created')

    op.drop_table('quotations')
    with op.batch_alter_table('products', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_products_name'))
        batch_op.drop_index(batch_op.f('ix_products_category'))

    op.drop_table('products')
    with op.batch_alter_table('orders', schema=None) as batch_op:
        batch_op.drop_index('ix_orders_unit_created')
        batch_op.drop_index('ix_orders_status_created')
        batch_op.drop_index(batch_op.f('ix_orders_quotation_id'))
        batch_op.drop_index(batch_op.f('ix_orders_owner_id'))
        batch_op.drop_index('ix_orders_owner_created')
        batch_op.drop_index(batch_op.f('ix_orders_org_unit_id'))
        batch_op.drop_index(batch_op.f('ix_orders_opportunity_id'))
        batch_op.drop_index('ix_orders_customer_created')

    op.drop_table('orders')
    with op.batch_alter_table('opportunities', schema=None) as batch_op:
        batch_op.drop_index('ix_opportunities_weighted')
        batch_op.drop_index('ix_opportunities_unit_created')
        batch_op.drop_index('ix_opportunities_status_created')
        batch_op.drop_index('ix_opportunities_stage_amount')
        batch_op.drop_index(batch_op.f('ix_opportunities_product_id'))
        batch_op.drop_index(batch_op.f('ix_opportunities_owner_id'))
        batch_op.drop_index('ix_opportunities_owner_created')
        batch_op.drop_index('ix_opportunities_owner_amount')
        batch_op.drop_index(batch_op.f('ix_opportunities_org_unit_id'))
        batch_op.drop_index('ix_opportunities_name')
        batch_op.drop_index('ix_opportunities_customer_created')
        batch_op.drop_index('ix_opportunities_created')
        batch_op.drop_index('ix_opportunities_closed')
        batch_op.drop_index('ix_opportunities_close_date')
        batch_op.drop_index('ix_opportunities_amount')

    op.drop_table('opportunities')
    with op.batch_alter_table('leads', schema=None) as batch_op:
        batch_op.drop_index('ix_leads_unit_created')
        batch_op.drop_index('ix_leads_status_created')
        batch_op.drop_index(batch_op.f('ix_leads_owner_id'))
        batch_op.drop_index('ix_leads_owner_created')
        batch_op.drop_index(batch_op.f('ix_leads_org_unit_id'))
        batch_op.drop_index(batch_op.f('ix_leads_customer_id'))

    op.drop_table('leads')
    with op.batch_alter_table('customers', schema=None) as batch_op:
        batch_op.drop_index('ix_customers_unit_created')
        batch_op.drop_index(batch_op.f('ix_customers_tax_key'))
        batch_op.drop_index(batch_op.f('ix_customers_phone_key'))
        batch_op.drop_index(batch_op.f('ix_customers_parent_id'))
        batch_op.drop_index(batch_op.f('ix_customers_owner_id'))
        batch_op.drop_index('ix_customers_owner_created')
        batch_op.drop_index(batch_op.f('ix_customers_org_unit_id'))
        batch_op.drop_index(batch_op.f('ix_customers_name_key'))
        batch_op.drop_index(batch_op.f('ix_customers_name'))
        batch_op.drop_index(batch_op.f('ix_customers_domain_key'))

    op.drop_table('customers')
    op.drop_table('customer_likeness_turns')
    with op.batch_alter_table('contacts', schema=None) as batch_op:
        batch_op.drop_index('ix_contacts_unit_created')
        batch_op.drop_index(batch_op.f('ix_contacts_owner_id'))
        batch_op.drop_index('ix_contacts_owner_created')
        batch_op.drop_index(batch_op.f('ix_contacts_org_unit_id'))
        batch_op.drop_index(batch_op.f('ix_contacts_name'))
        batch_op.drop_index(batch_op.f('ix_contacts_email'))
        batch_op.drop_index(batch_op.f('ix_contacts_customer_id'))

    op.drop_table('contacts')
