"""The contact as the sales database keeps it, and the only ways it changes."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Date, ForeignKey, Index, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from services.sales.contacts import rules
from services.sales.contacts.rules import ContactKind
from services.sales.persistence import Base
from shared.clock import now
from shared.contracts.sales import contacts as contract
from shared.custom_fields import Customised
from shared.ids import new_id
from shared.persistence.platform import OrgPersonReplica
from shared.persistence.records import OwnedRecord
from shared.persistence.types import Id, UtcTime


class Contact(Customised, OwnedRecord, Base):
    __tablename__ = "contacts"
    entity = contract.ENTITY
    __table_args__ = (
        Index("ix_contacts_owner_created", "owner_id", "created_at"),
        Index("ix_contacts_updated", "updated_at", "id"),
        Index("ix_contacts_unit_created", "org_unit_id", "created_at"),
        Index("ix_contacts_customer_created", "customer_id", "created_at"),
        Index("ix_contacts_customer_touched", "customer_id", "last_touch_at"),
    )
    shareable = True

    kind: Mapped[str] = mapped_column(String(20), default=ContactKind.CUSTOMER)
    name: Mapped[str] = mapped_column(String(200), index=True)
    customer_id: Mapped[str | None] = mapped_column(Id, default=None)
    organisation: Mapped[str | None] = mapped_column(String(200), default=None)
    title: Mapped[str | None] = mapped_column(String(100), default=None)
    role: Mapped[str | None] = mapped_column(String(100), default=None)
    email: Mapped[str | None] = mapped_column(String(254), index=True, default=None)
    phone: Mapped[str | None] = mapped_column(String(50), default=None)
    mobile: Mapped[str | None] = mapped_column(String(50), default=None)
    address: Mapped[str | None] = mapped_column(String(500), default=None)
    note: Mapped[str | None] = mapped_column(Text, default=None)
    do_not_email: Mapped[bool] = mapped_column(default=False)
    do_not_call: Mapped[bool] = mapped_column(default=False)
    last_touch_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    external_id: Mapped[str | None] = mapped_column(String(120), unique=True, default=None)

    reports_to_id: Mapped[str | None] = mapped_column(Id, index=True, default=None)
    influence: Mapped[int | None] = mapped_column(SmallInteger, default=None)
    attitude: Mapped[int | None] = mapped_column(SmallInteger, default=None)
    rated_on: Mapped[date | None] = mapped_column(Date, default=None)

    def edit(self, fields: dict[str, Any]) -> None:
        moved = "customer_id" in fields and fields["customer_id"] != self.customer_id
        for name, value in fields.items():
            setattr(self, name, value)
        if moved and "reports_to_id" not in fields:
            self.reports_to_id = None  # nobody reports to somebody at another customer
        rules.ensure_linked(ContactKind(self.kind or ContactKind.CUSTOMER), self.customer_id)

    def hand_over(self, owner_id: str, org_unit_id: str) -> None:
        self.owner_id, self.org_unit_id = owner_id, org_unit_id

    def touch(self, at: datetime) -> None:
        """The last touch is the latest one, in whatever order they are told."""
        self.last_touch_at = max(at, self.last_touch_at) if self.last_touch_at else at

    def rate(self, rating: "ContactRating") -> None:
        """Of two ratings the one of the later day stands; of one day, the one given last."""
        if self.rated_on is None or rating.rated_on >= self.rated_on:
            self.influence, self.attitude, self.rated_on = rating.influence, rating.attitude, rating.rated_on


class ContactRating(Base):
    """What somebody judged a contact to be on a day; it stays as it was said."""

    __tablename__ = "contact_ratings"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    contact_id: Mapped[str] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"), index=True)
    influence: Mapped[int] = mapped_column(SmallInteger)
    attitude: Mapped[int] = mapped_column(SmallInteger)
    rated_on: Mapped[date] = mapped_column(Date)
    comment: Mapped[str | None] = mapped_column(Text, default=None)
    author_id: Mapped[str] = mapped_column(Id)
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)

    author: Mapped[OrgPersonReplica | None] = relationship(
        primaryjoin=lambda: foreign(ContactRating.author_id) == OrgPersonReplica.id, viewonly=True, lazy="joined"
    )


class ContactNote(Base):
    """A note or a piece of advice about a contact; it stays as it was written."""

    __tablename__ = "contact_notes"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    contact_id: Mapped[str] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(Text)
    author_id: Mapped[str] = mapped_column(Id)
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)

    author: Mapped[OrgPersonReplica | None] = relationship(
        primaryjoin=lambda: foreign(ContactNote.author_id) == OrgPersonReplica.id, viewonly=True, lazy="joined"
    )


class KeyedContact(Base):
    """A contact by its key, for the records that name it, and by what decides who may see it."""

    __table__ = Contact.__table__
    __mapper_args__ = {"include_properties": ["id", "external_id", "customer_id", "owner_id", "org_unit_id"]}
    shared_as, shareable, customer_key = "contact", Contact.shareable, Contact.customer_key
    territory_key = Contact.territory_key
    if TYPE_CHECKING:
        id: Mapped[str]
        external_id: Mapped[str | None]


class NamedContact(Base):
    """A contact by nothing but name and title, for the records that show it."""

    __table__ = Contact.__table__
    __mapper_args__ = {"include_properties": ["id", "name", "title"]}
    if TYPE_CHECKING:
        id: Mapped[str]
        name: Mapped[str]
        title: Mapped[str | None]
