"""Events are chained by hash, and say from which address they were asked for; what is there already is chained here."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from shared.audit.chain import CHAINED, GENESIS, link
from shared.persistence.platform import StoredEvent

revision: str = "platform_0004"
down_revision: str | Sequence[str] | None = "platform_0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

A_PAGE = 1000


def upgrade() -> None:
    op.add_column("events", sa.Column("address", sa.String(length=45), nullable=True))
    op.add_column("events", sa.Column("hash", sa.String(length=64), nullable=True))
    op.add_column("event_log", sa.Column("last_hash", sa.String(length=64), nullable=True))
    op.create_index("ix_events_actor", "events", ["actor_id", "event_id"], unique=False)
    op.create_index("ix_events_kind", "events", ["type", "event_id"], unique=False)
    op.create_index("ix_events_unit", "events", ["org_unit_id", "event_id"], unique=False)
    _chain(op.get_bind())


def _chain(connection: sa.Connection) -> None:
    """Page by page: a million events take about a minute and no memory to speak of."""
    events, log = sa.table("events", sa.column("id"), sa.column("hash")), sa.table("event_log", sa.column("last_hash"))
    numbered = sa.select(StoredEvent.id, StoredEvent.position, *CHAINED).order_by(StoredEvent.position).limit(A_PAGE)
    written = sa.update(events).where(events.c.id == sa.bindparam("row")).values(hash=sa.bindparam("found"))
    position, last = 0, GENESIS
    while page := connection.execute(numbered.where(StoredEvent.position > position)).all():
        links = []
        for row in page:
            position, last = row[1], link(last, row[1], tuple(row[2:]))
            links.append({"row": row[0], "found": last})
        connection.execute(written, links)
    connection.execute(sa.update(log).values(last_hash=last))


def downgrade() -> None:
    for name in ("ix_events_unit", "ix_events_kind", "ix_events_actor"):
        op.drop_index(name, table_name="events")
    op.drop_column("event_log", "last_hash")
    op.drop_column("events", "hash")
    op.drop_column("events", "address")
