"""Events say on which way they reached the company."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "platform_0006"
down_revision: str | Sequence[str] | None = "platform_0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("events", sa.Column("channel", sa.String(length=20), nullable=True))
    op.create_index("ix_events_channel", "events", ["channel", "event_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_events_channel", table_name="events")
    op.drop_column("events", "channel")
