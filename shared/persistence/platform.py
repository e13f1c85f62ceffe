"""The tables that every service's database has beside its own: log, inbox, keys, numbers, tree, shares, words."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Date, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.contracts.sharing import BY_HAND
from shared.persistence.naming import new_metadata
from shared.persistence.paths import bytewise
from shared.persistence.types import BigSerial, Id, UtcTime


class PlatformBase(DeclarativeBase):
    metadata = new_metadata()


class StoredEvent(PlatformBase):
    """An event, saved in the transaction that caused it: outbox and log in one.

    The relay gives the `position` and the `hash` that chains it to the one before (`shared.audit.chain`). `address` is
    the network address from which it was asked for, `channel` the way it came. `org_unit_id` is a fact of the event:
    the record's unit when it happened. `owner_id`, `owner_unit_id` and `owner_territory_id` say whose the record is
    now, and so who may be told of it; they follow the record (`shared.persistence.belonging`) and are not chained.
    """

    __tablename__ = "events"
    __table_args__ = (
        UniqueConstraint("subject", "sequence"),
        Index("ix_events_unpositioned", "position", "id"),
        Index("ix_events_type", "type", "position"),
        Index("ix_events_owner", "owner_id", "position"),
        Index("ix_events_owner_unit", "owner_unit_id", "position"),
        Index("ix_events_owner_territory", "owner_territory_id", "position"),
        Index("ix_events_actor", "actor_id", "event_id"),
        Index("ix_events_kind", "type", "event_id"),
        Index("ix_events_unit", "org_unit_id", "event_id"),
        Index("ix_events_channel", "channel", "event_id"),
    )

    id: Mapped[int] = mapped_column(BigSerial, primary_key=True, autoincrement=True)
    event_id: Mapped[str] = mapped_column(Id, unique=True)
    position: Mapped[int | None] = mapped_column(BigInteger, unique=True, default=None)
    type: Mapped[str] = mapped_column(String(120))
    subject: Mapped[str] = mapped_column(Id)
    sequence: Mapped[int] = mapped_column()
    org_unit_id: Mapped[str | None] = mapped_column(Id, default=None)
    owner_id: Mapped[str | None] = mapped_column(Id, default=None)
    owner_unit_id: Mapped[str | None] = mapped_column(Id, default=None)
    owner_territory_id: Mapped[str | None] = mapped_column(Id, default=None)
    actor_id: Mapped[str] = mapped_column(Id)
    actor_name: Mapped[str] = mapped_column(String(200), default="")
    correlation_id: Mapped[str | None] = mapped_column(String(64), default=None)
    causation_id: Mapped[str | None] = mapped_column(String(64), default=None)
    address: Mapped[str | None] = mapped_column(String(45), default=None)
    channel: Mapped[str | None] = mapped_column(String(20), default=None)
    hash: Mapped[str | None] = mapped_column(String(64), default=None)
    occurred_at: Mapped[datetime] = mapped_column(UtcTime)
    data: Mapped[dict[str, Any]] = mapped_column(JSON)


class EventLog(PlatformBase):
    """How far the log of this service is numbered and published, and which instance does it now. One row, id 1."""

    __tablename__ = "event_log"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last_position: Mapped[int] = mapped_column(BigInteger, default=0)
    last_hash: Mapped[str | None] = mapped_column(String(64), default=None)
    published_position: Mapped[int] = mapped_column(BigInteger, default=0)
    lease_owner: Mapped[str | None] = mapped_column(String(64), default=None)
    lease_until: Mapped[datetime | None] = mapped_column(UtcTime, default=None)


class InboxEntry(PlatformBase):
    """That one handler has met one event: done, waiting for another try, or dead."""

    __tablename__ = "inbox"
    __table_args__ = (
        Index("ix_inbox_due", "state", "next_attempt_at"),
        Index("ix_inbox_handled", "state", "handled_at"),
        Index("ix_inbox_subject", "subject", "handler", "state"),
    )

    event_id: Mapped[str] = mapped_column(Id, primary_key=True)
    handler: Mapped[str] = mapped_column(String(120), primary_key=True)
    subject: Mapped[str] = mapped_column(Id)
    state: Mapped[str] = mapped_column(String(10))
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    received_order: Mapped[int] = mapped_column(BigInteger, default=0)
    envelope: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)
    error: Mapped[str | None] = mapped_column(Text, default=None)
    handled_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)


class Consumed(PlatformBase):
    """The watermark: up to which position of a source's log this service has taken everything in."""

    __tablename__ = "consumed"

    source: Mapped[str] = mapped_column(String(40), primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger, default=0)
    occurred_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)


class IdempotencyKey(PlatformBase):
    """The answer that was given to a keyed call, saved in the call's own transaction."""

    __tablename__ = "idempotency_keys"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    answer: Mapped[Any] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcTime, index=True)


class NumberSequence(PlatformBase):
    """The last number given out in a series, such as sales orders of Beijing in 2026."""

    __tablename__ = "number_sequences"

    series: Mapped[str] = mapped_column(String(80), primary_key=True)
    last: Mapped[int] = mapped_column(BigInteger, default=0)


class OrgUnitReplica(PlatformBase):
    """A unit of the organisation as the gateway last told. `path` is of node numbers, "/1/4/"."""

    __tablename__ = "org_units"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    node: Mapped[int] = mapped_column(BigInteger, index=True)
    parent_id: Mapped[str | None] = mapped_column(Id, default=None)
    path: Mapped[str] = mapped_column(bytewise(255), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(20), index=True)
    name: Mapped[str] = mapped_column(String(200))
    closed: Mapped[bool] = mapped_column(default=False)


class OrgPersonReplica(PlatformBase):
    """A person as the gateway last told. `path` is the chain of superiors in node numbers, the last of them `node`."""

    __tablename__ = "org_people"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    node: Mapped[int | None] = mapped_column(BigInteger, index=True, default=None)
    login: Mapped[str] = mapped_column(String(64), index=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    unit_id: Mapped[str] = mapped_column(Id)
    path: Mapped[str] = mapped_column(bytewise(255), index=True)
    active: Mapped[bool] = mapped_column(default=True)


class OrgState(PlatformBase):
    """The version of the organisation that the replicas stand at, and the one in which a field or choice last changed.
    One row, id 1.
    """

    __tablename__ = "org_state"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(BigInteger, default=0)
    definitions_version: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")


class DefinedField(PlatformBase):
    """A custom field as the gateway last told."""

    __tablename__ = "defined_fields"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    entity: Mapped[str] = mapped_column(String(40))
    code: Mapped[str] = mapped_column(String(40))
    type: Mapped[str] = mapped_column(String(20))
    label: Mapped[dict[str, str]] = mapped_column(JSON)
    required: Mapped[bool] = mapped_column(default=False)
    multiple: Mapped[bool] = mapped_column(default=False)
    picklist: Mapped[str | None] = mapped_column(String(90), default=None)
    references: Mapped[str | None] = mapped_column(String(40), default=None)
    currency: Mapped[str | None] = mapped_column(String(3), default=None)
    default: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True, default=None)
    position: Mapped[int] = mapped_column(default=0)
    retired: Mapped[bool] = mapped_column(default=False)


class DefinedChoice(PlatformBase):
    """A value of a picklist as the gateway last told."""

    __tablename__ = "defined_choices"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    picklist: Mapped[str] = mapped_column(String(90))
    code: Mapped[str] = mapped_column(String(100))
    label: Mapped[dict[str, str]] = mapped_column(JSON)
    position: Mapped[int] = mapped_column(default=0)
    retired: Mapped[bool] = mapped_column(default=False)


class CustomText(PlatformBase):
    """A value of a custom field that compares as text, where filters and sorts find it; the record keeps the value."""

    __tablename__ = "custom_texts"
    __table_args__ = (Index("ix_custom_texts_record", "record_id", "field_id"),)

    field_id: Mapped[str] = mapped_column(Id, primary_key=True)
    value: Mapped[str] = mapped_column(bytewise(255), primary_key=True)
    record_id: Mapped[str] = mapped_column(Id, primary_key=True)


class CustomNumber(PlatformBase):
    """As `CustomText`, for what compares as a number: amounts, days, moments, true and false."""

    __tablename__ = "custom_numbers"
    __table_args__ = (Index("ix_custom_numbers_record", "record_id", "field_id"),)

    field_id: Mapped[str] = mapped_column(Id, primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    record_id: Mapped[str] = mapped_column(Id, primary_key=True)


class Share(PlatformBase):
    """One record opened to one person or one unit (with the units below it) until revoked. `reason` is why: what was
    shared by hand and what another fact opens stand side by side.
    """

    __tablename__ = "shares"
    __table_args__ = (
        UniqueConstraint("record_id", "grantee_id", "reason"),
        Index("ix_shares_grantee", "grantee_id", "noun", "record_id"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    noun: Mapped[str] = mapped_column(String(60))
    record_id: Mapped[str] = mapped_column(Id)
    grantee_id: Mapped[str] = mapped_column(Id)
    grantee_kind: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(20), default=BY_HAND, server_default=BY_HAND)
    may_write: Mapped[bool] = mapped_column(default=False)
    granted_by: Mapped[str] = mapped_column(Id)
    granted_at: Mapped[datetime] = mapped_column(UtcTime)
    until: Mapped[date | None] = mapped_column(Date, default=None)


class TerritorySeller(PlatformBase):
    """That a person sells in a territory, and so reads and writes the customers that are placed there. The sales
    service decides it; other services keep it as they were told.
    """

    __tablename__ = "territory_sellers"

    person_id: Mapped[str] = mapped_column(Id, primary_key=True)
    territory_id: Mapped[str] = mapped_column(Id, primary_key=True, index=True)
    assigned_by: Mapped[str] = mapped_column(Id)
    assigned_at: Mapped[datetime] = mapped_column(UtcTime)


class MergedCustomer(PlatformBase):
    """That one customer was merged into another. Where that one was merged on in its turn, there is a row for each."""

    __tablename__ = "merged_customers"
    __table_args__ = (Index("ix_merged_customers_merge", "merge_id"),)

    loser_id: Mapped[str] = mapped_column(Id, primary_key=True)
    into_id: Mapped[str] = mapped_column(Id, primary_key=True)
    merge_id: Mapped[str] = mapped_column(Id)


class MovedToCustomer(PlatformBase):
    """A record that a merge gave another customer, so that it can be given back."""

    __tablename__ = "moved_to_customers"

    merge_id: Mapped[str] = mapped_column(Id, primary_key=True)
    noun: Mapped[str] = mapped_column(String(60), primary_key=True)
    record_id: Mapped[str] = mapped_column(Id, primary_key=True)


class SearchWord(PlatformBase):
    """A word by which a record is found; prefix look-ups use the index."""

    __tablename__ = "search_words"
    __table_args__ = (Index("ix_search_words_record", "record_id"),)

    noun: Mapped[str] = mapped_column(String(40), primary_key=True)
    word: Mapped[str] = mapped_column(bytewise(64), primary_key=True)
    record_id: Mapped[str] = mapped_column(Id, primary_key=True)
