"""The contact as the sales database keeps it, and the only ways it changes."""

from typing import TYPE_CHECKING, Any

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.sales.contacts import rules
from services.sales.contacts.rules import ContactKind
from services.sales.persistence import Base
from shared.contracts.sales import contacts as contract
from shared.custom_fields import Customised
from shared.persistence.records import OwnedRecord
from shared.persistence.types import Id


class Contact(Customised, OwnedRecord, Base):
    __tablename__ = "contacts"
    entity = contract.ENTITY
    __table_args__ = (
        Index("ix_contacts_owner_created", "owner_id", "created_at"),
        Index("ix_contacts_updated", "updated_at", "id"),
        Index("ix_contacts_unit_created", "org_unit_id", "created_at"),
        Index("ix_contacts_customer_created", "customer_id", "created_at"),
    )

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
    external_id: Mapped[str | None] = mapped_column(String(120), unique=True, default=None)

    def edit(self, fields: dict[str, Any]) -> None:
        for name, value in fields.items():
            setattr(self, name, value)
        rules.ensure_linked(ContactKind(self.kind or ContactKind.CUSTOMER), self.customer_id)

    def hand_over(self, owner_id: str, org_unit_id: str) -> None:
        self.owner_id, self.org_unit_id = owner_id, org_unit_id


class KeyedContact(Base):
    """A contact by nothing but its key, for the records that name it."""

    __table__ = Contact.__table__
    __mapper_args__ = {"include_properties": ["id", "external_id"]}
    if TYPE_CHECKING:
        id: Mapped[str]
        external_id: Mapped[str | None]
