"""Every sort of the lists of deals, quotations and customers goes along an index.

PostgreSQL makes them while others go on writing, outside of any transaction. One that was broken off is thrown away
and made anew.
"""

from collections.abc import Sequence

from alembic import op

revision: str = 'sales_0040'
down_revision: str | Sequence[str] | None = 'sales_0039'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

INDEXES = (
    ('ix_opportunities_status', 'opportunities', ['status', 'id']),
    ('ix_opportunities_probability', 'opportunities', ['probability', 'id']),
    ('ix_opportunities_touched', 'opportunities', ['last_touch_at', 'id']),
    ('ix_quotations_created', 'quotations', ['created_at', 'id']),
    ('ix_quotations_valid_until', 'quotations', ['valid_until', 'id']),
    ('ix_quotations_net', 'quotations', ['net', 'id']),
    ('ix_quotations_gross', 'quotations', ['gross', 'id']),
    ('ix_quotations_version_created', 'quotations', ['latest_version', 'created_at']),
    ('ix_customers_employees', 'customers', ['employees', 'id']),
    ('ix_customers_revenue', 'customers', ['annual_revenue', 'id']),
)


def upgrade() -> None:
    with op.get_context().autocommit_block():
        for name, table, columns in INDEXES:
            op.drop_index(name, table, if_exists=True, postgresql_concurrently=True)
            op.create_index(name, table, columns, postgresql_concurrently=True)


def downgrade() -> None:
    with op.get_context().autocommit_block():
        for name, table, _ in INDEXES:
            op.drop_index(name, table, if_exists=True, postgresql_concurrently=True)
