"""The tables of the platform."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from shared.persistence.paths import bytewise
from shared.persistence.types import BigSerial, Id, UtcTime

revision: str = "platform_0001"
down_revision: str | Sequence[str] | None = None
branch_labels: str | Sequence[str] | None = ("platform",)
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "consumed",
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("occurred_at", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("source", name=op.f("pk_consumed")),
    )
    op.create_table(
        "event_log",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last_position", sa.BigInteger(), nullable=False),
        sa.Column("published_position", sa.BigInteger(), nullable=False),
        sa.Column("lease_owner", sa.String(length=64), nullable=True),
        sa.Column("lease_until", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_log")),
    )
    op.create_table(
        "events",
        sa.Column("id", BigSerial, autoincrement=True, nullable=False),
        sa.Column("event_id", Id(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=True),
        sa.Column("type", sa.String(length=120), nullable=False),
        sa.Column("subject", Id(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("org_unit_id", Id(), nullable=True),
        sa.Column("actor_id", Id(), nullable=False),
        sa.Column("actor_name", sa.String(length=200), nullable=False),
        sa.Column("correlation_id", sa.String(length=64), nullable=True),
        sa.Column("causation_id", sa.String(length=64), nullable=True),
        sa.Column("occurred_at", UtcTime(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        sa.UniqueConstraint("event_id", name=op.f("uq_events_event_id")),
        sa.UniqueConstraint("position", name=op.f("uq_events_position")),
        sa.UniqueConstraint("subject", "sequence", name=op.f("uq_events_subject_sequence")),
    )
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.create_index("ix_events_unpositioned", ["position", "id"], unique=False)

    op.create_table(
        "idempotency_keys",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_idempotency_keys")),
    )
    with op.batch_alter_table("idempotency_keys", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_idempotency_keys_created_at"), ["created_at"], unique=False)

    op.create_table(
        "inbox",
        sa.Column("event_id", Id(), nullable=False),
        sa.Column("handler", sa.String(length=120), nullable=False),
        sa.Column("subject", Id(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", UtcTime(), nullable=True),
        sa.Column("received_order", sa.BigInteger(), nullable=False),
        sa.Column("envelope", sa.JSON(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("handled_at", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("event_id", "handler", name=op.f("pk_inbox")),
    )
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.create_index("ix_inbox_due", ["state", "next_attempt_at"], unique=False)
        batch_op.create_index("ix_inbox_handled", ["state", "handled_at"], unique=False)
        batch_op.create_index("ix_inbox_subject", ["subject", "handler", "state"], unique=False)

    op.create_table(
        "number_sequences",
        sa.Column("series", sa.String(length=80), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("series", name=op.f("pk_number_sequences")),
    )
    op.create_table(
        "org_people",
        sa.Column("id", Id(), nullable=False),
        sa.Column("login", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("unit_id", Id(), nullable=False),
        sa.Column("path", bytewise(255), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_org_people")),
    )
    with op.batch_alter_table("org_people", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_org_people_login"), ["login"], unique=False)
        batch_op.create_index(batch_op.f("ix_org_people_name"), ["name"], unique=False)
        batch_op.create_index(batch_op.f("ix_org_people_path"), ["path"], unique=False)

    op.create_table(
        "org_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_org_state")),
    )
    op.create_table(
        "org_units",
        sa.Column("id", Id(), nullable=False),
        sa.Column("node", sa.BigInteger(), nullable=False),
        sa.Column("parent_id", Id(), nullable=True),
        sa.Column("path", bytewise(255), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_org_units")),
    )
    with op.batch_alter_table("org_units", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_org_units_code"), ["code"], unique=False)
        batch_op.create_index(batch_op.f("ix_org_units_node"), ["node"], unique=False)
        batch_op.create_index(batch_op.f("ix_org_units_path"), ["path"], unique=False)

    op.create_table(
        "search_words",
        sa.Column("noun", sa.String(length=40), nullable=False),
        sa.Column("word", bytewise(64), nullable=False),
        sa.Column("record_id", Id(), nullable=False),
        sa.PrimaryKeyConstraint("noun", "word", "record_id", name=op.f("pk_search_words")),
    )
    with op.batch_alter_table("search_words", schema=None) as batch_op:
        batch_op.create_index("ix_search_words_record", ["record_id"], unique=False)

    op.create_table(
        "shares",
        sa.Column("id", Id(), nullable=False),
        sa.Column("noun", sa.String(length=60), nullable=False),
        sa.Column("record_id", Id(), nullable=False),
        sa.Column("grantee_id", Id(), nullable=False),
        sa.Column("grantee_kind", sa.String(length=10), nullable=False),
        sa.Column("may_write", sa.Boolean(), nullable=False),
        sa.Column("granted_by", Id(), nullable=False),
        sa.Column("granted_at", UtcTime(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shares")),
        sa.UniqueConstraint("record_id", "grantee_id", name=op.f("uq_shares_record_id_grantee_id")),
    )
    with op.batch_alter_table("shares", schema=None) as batch_op:
        batch_op.create_index("ix_shares_grantee", ["grantee_id", "noun", "record_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("shares", schema=None) as batch_op:
        batch_op.drop_index("ix_shares_grantee")

    op.drop_table("shares")
    with op.batch_alter_table("search_words", schema=None) as batch_op:
        batch_op.drop_index("ix_search_words_record")

    op.drop_table("search_words")
    with op.batch_alter_table("org_units", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_org_units_path"))
        batch_op.drop_index(batch_op.f("ix_org_units_node"))
        batch_op.drop_index(batch_op.f("ix_org_units_code"))

    op.drop_table("org_units")
    op.drop_table("org_state")
    with op.batch_alter_table("org_people", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_org_people_path"))
        batch_op.drop_index(batch_op.f("ix_org_people_name"))
        batch_op.drop_index(batch_op.f("ix_org_people_login"))

    op.drop_table("org_people")
    op.drop_table("number_sequences")
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.drop_index("ix_inbox_subject")
        batch_op.drop_index("ix_inbox_handled")
        batch_op.drop_index("ix_inbox_due")

    op.drop_table("inbox")
    with op.batch_alter_table("idempotency_keys", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_idempotency_keys_created_at"))

    op.drop_table("idempotency_keys")
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.drop_index("ix_events_unpositioned")

    op.drop_table("events")
    op.drop_table("event_log")
    op.drop_table("consumed")
