"""An index for those who ask which deals have changed."""

from collections.abc import Sequence

from alembic import op

revision: str = 'reporting_0017'
down_revision: str | Sequence[str] | None = 'reporting_0016'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table('deal_facts', schema=None) as batch_op:
        batch_op.create_index('ix_deal_facts_updated', ['updated_at', 'id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('deal_facts', schema=None) as batch_op:
        batch_op.drop_index('ix_deal_facts_updated')
