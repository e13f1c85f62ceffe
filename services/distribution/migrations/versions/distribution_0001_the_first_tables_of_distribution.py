"""The first tables of distribution."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from shared.persistence.types import BigSerial, Id, Money, UtcTime

revision: str = 'distribution_0001'
down_revision: str | Sequence[str] | None = None
branch_labels: str | Sequence[str] | None = ('distribution',)
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table('inbound_documents',
    sa.Column('number', sa.String(length=80), nullable=False),
    sa.Column('warehouse_id', Id(), nullable=False),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=True),
    sa.Column('void_reason', sa.String(length=500), nullable=True),
    sa.Column('posted_at', UtcTime(), nullable=True),
    sa.Column('owner_id', Id(), nullable=False),
    sa.Column('org_unit_id', Id(), nullable=False),
    sa.Column('id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('updated_at', UtcTime(), nullable=False),
    sa.Column('created_by', Id(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_inbound_documents')),
    sa.UniqueConstraint('number', name=op.f('uq_inbound_documents_number'))
    )
    with op.batch_alter_table('inbound_documents', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_inbound_documents_org_unit_id'), ['org_unit_id'], unique=False)
        batch_op.create_index('ix_inbound_documents_owner_created', ['owner_id', 'created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_inbound_documents_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index('ix_inbound_documents_unit_created', ['org_unit_id', 'created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_inbound_documents_warehouse_id'), ['warehouse_id'], unique=False)

    op.create_table('invoices',
    sa.Column('number', sa.String(length=80), nullable=False),
    sa.Column('order_id', Id(), nullable=False),
    sa.Column('order_number', sa.String(length=80), nullable=False),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.Column('amount', Money(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('void_reason', sa.String(length=500), nullable=True),
    sa.Column('owner_id', Id(), nullable=False),
    sa.Column('org_unit_id', Id(), nullable=False),
    sa.Column('id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('updated_at', UtcTime(), nullable=False),
    sa.Column('created_by', Id(), nullable=False),
    sa.CheckConstraint('amount > 0', name=op.f('ck_invoices_amount_positive')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invoices')),
    sa.UniqueConstraint('number', name=op.f('uq_invoices_number'))
    )
    with op.batch_alter_table('invoices', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invoices_order_id'), ['order_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_invoices_org_unit_id'), ['org_unit_id'], unique=False)
        batch_op.create_index('ix_invoices_owner_created', ['owner_id', 'created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_invoices_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index('ix_invoices_unit_created', ['org_unit_id', 'created_at'], unique=False)

    op.create_table('items',
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('unit_of_measure', sa.String(length=20), nullable=False),
    sa.Column('from_catalogue', sa.Boolean(), nullable=False),
    sa.Column('id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('updated_at', UtcTime(), nullable=False),
    sa.Column('created_by', Id(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_items')),
    sa.UniqueConstraint('code', 'from_catalogue', name=op.f('uq_items_code_from_catalogue'))
    )
    with op.batch_alter_table('items', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_items_name'), ['name'], unique=False)

    op.create_table('orders',
    sa.Column('number', sa.String(length=80), nullable=False),
    sa.Column('customer_id', Id(), nullable=False),
    sa.Column('customer_name', sa.String(length=200), nullable=False),
    sa.Column('status', sa.String(length=20), nullable=False),
    sa.Column('warehouse_id', Id(), nullable=True),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('amount', Money(), nullable=False),
    sa.Column('invoiced', Money(), nullable=False),
    sa.Column('paid', Money(), nullable=False),
    sa.Column('owner_id', Id(), nullable=False),
    sa.Column('org_unit_id', Id(), nullable=False),
    sa.Column('id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('updated_at', UtcTime(), nullable=False),
    sa.Column('created_by', Id(), nullable=False),
    sa.CheckConstraint('invoiced >= 0 AND invoiced <= amount', name=op.f('ck_orders_invoiced_within_amount')),
    sa.CheckConstraint('paid >= 0 AND paid <= amount', name=op.f('ck_orders_paid_within_amount')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_orders'))
    )
    with op.batch_alter_table('orders', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_orders_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_orders_number'), ['number'], unique=False)
        batch_op.create_index(batch_op.f('ix_orders_org_unit_id'), ['org_unit_id'], unique=False)
        batch_op.create_index('ix_orders_owner_created', ['owner_id', 'created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_orders_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index('ix_orders_status_created', ['status', 'created_at'], unique=False)
        batch_op.create_index('ix_orders_unit_created', ['org_unit_id', 'created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_orders_warehouse_id'), ['warehouse_id'], unique=False)

    op.create_table('outbound_documents',
    sa.Column('number', sa.String(length=80), nullable=False),
    sa.Column('warehouse_id', Id(), nullable=False),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=True),
    sa.Column('void_reason', sa.String(length=500), nullable=True),
    sa.Column('posted_at', UtcTime(), nullable=True),
    sa.Column('owner_id', Id(), nullable=False),
    sa.Column('org_unit_id', Id(), nullable=False),
    sa.Column('id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('updated_at', UtcTime(), nullable=False),
    sa.Column('created_by', Id(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbound_documents')),
    sa.UniqueConstraint('number', name=op.f('uq_outbound_documents_number'))
    )
    with op.batch_alter_table('outbound_documents', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_outbound_documents_org_unit_id'), ['org_unit_id'], unique=False)
        batch_op.create_index('ix_outbound_documents_owner_created', ['owner_id', 'created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_outbound_documents_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index('ix_outbound_documents_unit_created', ['org_unit_id', 'created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_outbound_documents_warehouse_id'), ['warehouse_id'], unique=False)

    op.create_table('payments',
    sa.Column('number', sa.String(length=80), nullable=False),
    sa.Column('order_id', Id(), nullable=False),
    sa.Column('order_number', sa.String(length=80), nullable=False),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.Column('amount', Money(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('method', sa.String(length=20), nullable=False),
    sa.Column('reference', sa.String(length=120), nullable=True),
    sa.Column('payer', sa.String(length=200), nullable=True),
    sa.Column('paid_on', sa.Date(), nullable=False),
    sa.Column('reverses_id', Id(), nullable=True),
    sa.Column('reversal_reason', sa.String(length=500), nullable=True),
    sa.Column('owner_id', Id(), nullable=False),
    sa.Column('org_unit_id', Id(), nullable=False),
    sa.Column('id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('updated_at', UtcTime(), nullable=False),
    sa.Column('created_by', Id(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_payments')),
    sa.UniqueConstraint('number', name=op.f('uq_payments_number')),
    sa.UniqueConstraint('reference', name=op.f('uq_payments_reference')),
    sa.UniqueConstraint('reverses_id', name=op.f('uq_payments_reverses_id'))
    )
    with op.batch_alter_table('payments', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_payments_order_id'), ['order_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_payments_org_unit_id'), ['org_unit_id'], unique=False)
        batch_op.create_index('ix_payments_owner_created', ['owner_id', 'created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_payments_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index('ix_payments_unit_created', ['org_unit_id', 'created_at'], unique=False)

    op.create_table('shipments',
    sa.Column('number', sa.String(length=80), nullable=False),
    sa.Column('order_id', Id(), nullable=False),
    sa.Column('order_number', sa.String(length=80), nullable=False),
    sa.Column('warehouse_id', Id(), nullable=False),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=True),
    sa.Column('void_reason', sa.String(length=500), nullable=True),
    sa.Column('owner_id', Id(), nullable=False),
    sa.Column('org_unit_id', Id(), nullable=False),
    sa.Column('id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('updated_at', UtcTime(), nullable=False),
    sa.Column('created_by', Id(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_shipments')),
    sa.UniqueConstraint('number', name=op.f('uq_shipments_number'))
    )
    with op.batch_alter_table('shipments', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_shipments_order_id'), ['order_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_shipments_org_unit_id'), ['org_unit_id'], unique=False)
        batch_op.create_index('ix_shipments_owner_created', ['owner_id', 'created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_shipments_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index('ix_shipments_unit_created', ['org_unit_id', 'created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_shipments_warehouse_id'), ['warehouse_id'], unique=False)

    op.create_table('stock_balances',
    sa.Column('warehouse_id', Id(), nullable=False),
    sa.Column('item_id', Id(), nullable=False),
    sa.Column('physical', sa.BigInteger(), nullable=False),
    sa.Column('reserved', sa.BigInteger(), nullable=False),
    sa.Column('owner_id', Id(), nullable=False),
    sa.Column('org_unit_id', Id(), nullable=False),
    sa.Column('id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('updated_at', UtcTime(), nullable=False),
    sa.Column('created_by', Id(), nullable=False),
    sa.CheckConstraint('physical >= reserved', name=op.f('ck_stock_balances_available_not_negative')),
    sa.CheckConstraint('reserved >= 0', name=op.f('ck_stock_balances_reserved_not_negative')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stock_balances')),
    sa.UniqueConstraint('warehouse_id', 'item_id', name=op.f('uq_stock_balances_warehouse_id_item_id'))
    )
    with op.batch_alter_table('stock_balances', schema=None) as batch_op:
        batch_op.create_index('ix_stock_balances_item', ['item_id', 'warehouse_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_stock_balances_org_unit_id'), ['org_unit_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_stock_balances_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index('ix_stock_balances_unit_created', ['org_unit_id', 'created_at'], unique=False)

    op.create_table('warehouses',
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('address', sa.String(length=500), nullable=True),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.Column('owner_id', Id(), nullable=False),
    sa.Column('org_unit_id', Id(), nullable=False),
    sa.Column('id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('updated_at', UtcTime(), nullable=False),
    sa.Column('created_by', Id(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_warehouses')),
    sa.UniqueConstraint('code', name=op.f('uq_warehouses_code'))
    )
    with op.batch_alter_table('warehouses', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_warehouses_org_unit_id'), ['org_unit_id'], unique=False)
        batch_op.create_index('ix_warehouses_owner_created', ['owner_id', 'created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_warehouses_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index('ix_warehouses_unit_created', ['org_unit_id', 'created_at'], unique=False)

    op.create_table('inbound_document_lines',
    sa.Column('id', Id(), nullable=False),
    sa.Column('document_id', Id(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('item_id', Id(), nullable=False),
    sa.Column('quantity', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('quantity > 0', name=op.f('ck_inbound_document_lines_quantity_positive')),
    sa.ForeignKeyConstraint(['document_id'], ['inbound_documents.id'], name=op.f('fk_inbound_document_lines_document_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_inbound_document_lines'))
    )
    with op.batch_alter_table('inbound_document_lines', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_inbound_document_lines_document_id'), ['document_id'], unique=False)

    op.create_table('invoice_lines',
    sa.Column('id', Id(), nullable=False),
    sa.Column('invoice_id', Id(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('line_id', Id(), nullable=False),
    sa.Column('quantity', sa.BigInteger(), nullable=False),
    sa.Column('amount', Money(), nullable=False),
    sa.ForeignKeyConstraint(['invoice_id'], ['invoices.id'], name=op.f('fk_invoice_lines_invoice_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invoice_lines'))
    )
    with op.batch_alter_table('invoice_lines', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invoice_lines_invoice_id'), ['invoice_id'], unique=False)

    op.create_table('order_lines',
    sa.Column('line_id', Id(), nullable=False),
    sa.Column('order_id', Id(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('item_id', Id(), nullable=False),
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('amount', Money(), nullable=False),
    sa.Column('ordered', sa.BigInteger(), nullable=False),
    sa.Column('reserved', sa.BigInteger(), nullable=False),
    sa.Column('shipped', sa.BigInteger(), nullable=False),
    sa.Column('invoiced', sa.BigInteger(), nullable=False),
    sa.Column('invoiced_amount', Money(), nullable=False),
    sa.CheckConstraint('invoiced >= 0 AND invoiced <= ordered', name=op.f('ck_order_lines_invoiced_within_ordered')),
    sa.CheckConstraint('reserved + shipped <= ordered', name=op.f('ck_order_lines_shipped_within_ordered')),
    sa.CheckConstraint('reserved >= 0 AND shipped >= 0', name=op.f('ck_order_lines_counts_not_negative')),
    sa.ForeignKeyConstraint(['order_id'], ['orders.id'], name=op.f('fk_order_lines_order_id')),
    sa.PrimaryKeyConstraint('line_id', name=op.f('pk_order_lines'))
    )
    with op.batch_alter_table('order_lines', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_order_lines_order_id'), ['order_id'], unique=False)

    op.create_table('outbound_document_lines',
    sa.Column('id', Id(), nullable=False),
    sa.Column('document_id', Id(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('item_id', Id(), nullable=False),
    sa.Column('quantity', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('quantity > 0', name=op.f('ck_outbound_document_lines_quantity_positive')),
    sa.ForeignKeyConstraint(['document_id'], ['outbound_documents.id'], name=op.f('fk_outbound_document_lines_document_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbound_document_lines'))
    )
    with op.batch_alter_table('outbound_document_lines', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_outbound_document_lines_document_id'), ['document_id'], unique=False)

    op.create_table('shipment_lines',
    sa.Column('id', Id(), nullable=False),
    sa.Column('shipment_id', Id(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('line_id', Id(), nullable=False),
    sa.Column('item_id', Id(), nullable=False),
    sa.Column('quantity', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['shipment_id'], ['shipments.id'], name=op.f('fk_shipment_lines_shipment_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_shipment_lines'))
    )
    with op.batch_alter_table('shipment_lines', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_shipment_lines_shipment_id'), ['shipment_id'], unique=False)

    op.create_table('stock_moves',
    sa.Column('id', Id(), nullable=False),
    sa.Column('stock_id', Id(), nullable=False),
    sa.Column('business_key', sa.String(length=120), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('physical', sa.BigInteger(), nullable=False),
    sa.Column('reserved', sa.BigInteger(), nullable=False),
    sa.Column('document_kind', sa.String(length=20), nullable=False),
    sa.Column('document_id', Id(), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=True),
    sa.Column('moved_at', UtcTime(), nullable=False),
    sa.Column('moved_by', Id(), nullable=False),
    sa.ForeignKeyConstraint(['stock_id'], ['stock_balances.id'], name=op.f('fk_stock_moves_stock_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stock_moves')),
    sa.UniqueConstraint('business_key', name=op.f('uq_stock_moves_business_key'))
    )
    with op.batch_alter_table('stock_moves', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_stock_moves_document_id'), ['document_id'], unique=False)
        batch_op.create_index('ix_stock_moves_stock', ['stock_id', 'moved_at'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('stock_moves', schema=None) as batch_op:
        batch_op.drop_index('ix_stock_moves_stock')
        batch_op.drop_index(batch_op.f('ix_stock_moves_document_id'))

    op.drop_table('stock_moves')
    with op.batch_alter_table('shipment_lines', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_shipment_lines_shipment_id'))

    op.drop_table('shipment_lines')
    with op.batch_alter_table('outbound_document_lines', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_outbound_document_lines_document_id'))

    op.drop_table('outbound_document_lines')
    with op.batch_alter_table('order_lines', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_order_lines_order_id'))

    op.drop_table('order_lines')
    with op.batch_alter_table('invoice_lines', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_invoice_lines_invoice_id'))

    op.drop_table('invoice_lines')
    with op.batch_alter_table('inbound_document_lines', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_inbound_document_lines_document_id'))

    op.drop_table('inbound_document_lines')
    with op.batch_alter_table('warehouses', schema=None) as batch_op:
        batch_op.drop_index('ix_warehouses_unit_created')
        batch_op.drop_index(batch_op.f('ix_warehouses_owner_id'))
        batch_op.drop_index('ix_warehouses_owner_created')
        batch_op.drop_index(batch_op.f('ix_warehouses_org_unit_id'))

    op.drop_table('warehouses')
    with op.batch_alter_table('stock_balances', schema=None) as batch_op:
        batch_op.drop_index('ix_stock_balances_unit_created')
        batch_op.drop_index(batch_op.f('ix_stock_balances_owner_id'))
        batch_op.drop_index(batch_op.f('ix_stock_balances_org_unit_id'))
        batch_op.drop_index('ix_stock_balances_item')

    op.drop_table('stock_balances')
    with op.batch_alter_table('shipments', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_shipments_warehouse_id'))
        batch_op.drop_index('ix_shipments_unit_created')
        batch_op.drop_index(batch_op.f('ix_shipments_owner_id'))
        batch_op.drop_index('ix_shipments_owner_created')
        batch_op.drop_index(batch_op.f('ix_shipments_org_unit_id'))
        batch_op.drop_index(batch_op.f('ix_shipments_order_id'))

    op.drop_table('shipments')
    with op.batch_alter_table('payments', schema=None) as batch_op:
        batch_op.drop_index('ix_payments_unit_created')
        batch_op.drop_index(batch_op.f('ix_payments_owner_id'))
        batch_op.drop_index('ix_payments_owner_created')
        batch_op.drop_index(batch_op.f('ix_payments_org_unit_id'))
        batch_op.drop_index(batch_op.f('ix_payments_order_id'))

    op.drop_table('payments')
    with op.batch_alter_table('outbound_documents', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_outbound_documents_warehouse_id'))
        batch_op.drop_index('ix_outbound_documents_unit_created')
        batch_op.drop_index(batch_op.f('ix_outbound_documents_owner_id'))
        batch_op.drop_index('ix_outbound_documents_owner_created')
        batch_op.drop_index(batch_op.f('ix_outbound_documents_org_unit_id'))

    op.drop_table('outbound_documents')
    with op.batch_alter_table('orders', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_orders_warehouse_id'))
        batch_op.drop_index('ix_orders_unit_created')
        batch_op.drop_index('ix_orders_status_created')
        batch_op.drop_index(batch_op.f('ix_orders_owner_id'))
        batch_op.drop_index('ix_orders_owner_created')
        batch_op.drop_index(batch_op.f('ix_orders_org_unit_id'))
        batch_op.drop_index(batch_op.f('ix_orders_number'))
        batch_op.drop_index(batch_op.f('ix_orders_customer_id'))

    op.drop_table('orders')
    with op.batch_alter_table('items', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_items_name'))

    op.drop_table('items')
    with op.batch_alter_table('invoices', schema=None) as batch_op:
        batch_op.drop_index('ix_invoices_unit_created')
        batch_op.drop_index(batch_op.f('ix_invoices_owner_id'))
        batch_op.drop_index('ix_invoices_owner_created')
        batch_op.drop_index(batch_op.f('ix_invoices_org_unit_id'))
        batch_op.drop_index(batch_op.f('ix_invoices_order_id'))

    op.drop_table('invoices')
    with op.batch_alter_table('inbound_documents', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_inbound_documents_warehouse_id'))
        batch_op.drop_index('ix_inbound_documents_unit_created')
        batch_op.drop_index(batch_op.f('ix_inbound_documents_owner_id'))
        batch_op.drop_index('ix_inbound_documents_owner_created')
        batch_op.drop_index(batch_op.f('ix_inbound_documents_org_unit_id'))

    op.drop_table('inbound_documents')
