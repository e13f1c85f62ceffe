"""documents are found by their items."""

from collections.abc import Sequence

from alembic import op

revision: str = 'distribution_0004'
down_revision: str | Sequence[str] | None = 'distribution_0003'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table('inbound_document_lines', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_inbound_document_lines_item_id'), ['item_id'], unique=False)
    with op.batch_alter_table('outbound_document_lines', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_outbound_document_lines_item_id'), ['item_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('outbound_document_lines', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_outbound_document_lines_item_id'))
    with op.batch_alter_table('inbound_document_lines', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_inbound_document_lines_item_id'))
