"""The store and its assortment as the sales database keeps them, and the only ways they change."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.sales.persistence import Base
from services.sales.stores import rules
from services.sales.stores.rules import StoreStatus
from shared.clock import now
from shared.persistence.records import Identified, OwnedRecord
from shared.persistence.types import Id, UtcTime

Texts = dict[str, dict[str, str]]
"""By language."""


class StoreEntry(Identified, Base):
    """A product in the assortment of a store, with what it is called there; or all products of a category."""

    __tablename__ = "store_entries"
    __table_args__ = (
        UniqueConstraint("store_id", "product_id"),
        UniqueConstraint("store_id", "category"),
        Index("ix_store_entries_created", "store_id", "created_at", "id"),
    )

    store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"))
    product_id: Mapped[str | None] = mapped_column(Id, default=None)
    category: Mapped[str | None] = mapped_column(String(100), default=None)
    texts: Mapped[Texts] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)


class Store(OwnedRecord, Base):
    """`languages` are in the order in which the store prefers them; `listed` is how many entries its assortment has."""

    __tablename__ = "stores"
    __table_args__ = (
        Index("ix_stores_name", "name", "id"),
        Index("ix_stores_status", "status", "code"),
        Index("ix_stores_created", "created_at", "id"),
        Index("ix_stores_updated", "updated_at", "id"),
    )

    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    status: Mapped[str] = mapped_column(String(12), default=StoreStatus.DRAFT)
    languages: Mapped[list[str]] = mapped_column(JSON)
    currency: Mapped[str | None] = mapped_column(String(3), default=None)
    price_list_id: Mapped[str | None] = mapped_column(Id, default=None)
    theme: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    listed: Mapped[int] = mapped_column(default=0)

    @property
    def sells_in(self) -> str:
        """Its currency. Raises `StoreIsClosed` unless it is published, and it then has one."""
        self.ensure_open()
        return self.currency or ""

    def ensure_open(self) -> None:
        rules.ensure_open(StoreStatus(self.status))

    def sells(self, currency: str) -> bool:
        """Whether its prices are still in this currency."""
        return self.currency == currency

    def edit(self, fields: dict[str, Any]) -> None:
        self._step("change")
        for name, value in fields.items():
            setattr(self, name, value)
        rules.ensure_currency(self.currency, StoreStatus(self.status))
        rules.ensure_spoken(self.languages, self.theme.get("texts", {}))

    def sell_by(self, price_list_id: str, currency: str) -> None:
        """By this price list, which is in that currency."""
        rules.ensure_same_currency(self.currency, currency)
        self.price_list_id = price_list_id

    def publish(self, has_products: bool) -> None:
        self._step("publish")
        rules.ensure_currency(self.currency, StoreStatus(self.status))
        rules.ensure_products(has_products, StoreStatus(self.status))

    def withdraw(self) -> None:
        self._step("withdraw")

    def take_in(self, entry: StoreEntry | None, texts: Texts, most: int, **named: str) -> StoreEntry:
        """The entry with these texts; where there is none yet, a new one of the product or category that is named."""
        self._step("list_product")
        rules.ensure_spoken(self.languages, texts)
        if entry is None:
            rules.ensure_room(self.listed, most)
            entry = StoreEntry(store_id=self.id, **named)
            self.listed += 1
        entry.texts = texts
        return entry

    def take_out(self, has_products: bool) -> None:
        """One entry less, after which there are still products, or not."""
        self._step("delist_product")
        rules.ensure_products(has_products, StoreStatus(self.status))
        self.listed -= 1

    def language_for(self, wanted: list[str]) -> str:
        return rules.language_for(wanted, self.languages)

    def _step(self, verb: str) -> None:
        self.status = rules.next_status(verb, StoreStatus(self.status))
