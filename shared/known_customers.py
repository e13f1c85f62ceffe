"""Customers as other services than sales know them: a copy, fed by events, so that their records can name them."""

from datetime import date
from typing import ClassVar

from sqlalchemy import String, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from shared.actor import Actor
from shared.announce import channel
from shared.clock import now
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.customers import (
    CopyView,
    CustomerChanged,
    CustomerCreated,
    CustomerEvent,
    CustomerLevelChanged,
    CustomerMerged,
    CustomerMergeUndone,
    CustomerPlaced,
    CustomerRemoved,
    CustomerShared,
    CustomerShareRevoked,
    CustomerStatusChanged,
    CustomerTransferred,
)
from shared.contracts.sales.territories import TerritorySellerAssigned, TerritorySellerRemoved
from shared.entrypoints import Entrypoints
from shared.field_limits import limits_of, open_part
from shared.persistence.batches import add_row, drop_rows, row_about
from shared.persistence.platform import Share, TerritorySeller
from shared.persistence.records import OwnedRecord
from shared.persistence.types import Id
from shared.rpc import handles, rpc
from shared.visible import get_visible, visible


class KnownCustomer(OwnedRecord):
    """A replica fed by events; `version` is that of the sales service's record, `channel` the way its newest change
    came.
    """

    customer_key = "id"
    shareable = True
    territory_key = "territory_id"

    name: Mapped[str] = mapped_column(String(200))
    phone: Mapped[str | None] = mapped_column(String(50), default=None)
    address: Mapped[str | None] = mapped_column(String(500), default=None)
    channel: Mapped[str | None] = mapped_column(String(20), default=None)
    territory_id: Mapped[str | None] = mapped_column(Id, index=True, default=None)

    def take(self, event: CustomerEvent, came_by: str | None) -> None:
        """Become what the event tells."""
        self.version, self.channel = event.record_version, came_by
        self.name, self.phone, self.address = event.name, event.phone, event.address
        self.owner_id, self.org_unit_id = event.owner_id, event.org_unit_id
        self.territory_id = event.territory_id


class KnownCustomerEntrypoints(Entrypoints):
    """Mixed into each service that keeps copies; `customers` is the class that it keeps them in."""

    customers: ClassVar[type[KnownCustomer]]

    @rpc
    def get_known_customer(self, customer_id: str) -> Payload:
        """How this service knows a customer that the caller may see, as far as its fields are open to the caller."""
        with self.read() as session:
            shown = reply(CopyView, get_visible(session, self.customers, self.actor, customer_id))
        limits = limits_of(self.actor)
        return shown if limits is None else open_part(limits, shown)

    @handles(CustomerCreated)
    def follow_created_customer(self, session: Session, actor: Actor, event: CustomerCreated) -> None:
        follow_customer(session, self.customers, actor, event)

    @handles(CustomerChanged)
    def follow_changed_customer(self, session: Session, actor: Actor, event: CustomerChanged) -> None:
        follow_customer(session, self.customers, actor, event)

    @handles(CustomerLevelChanged)
    def follow_customer_of_new_level(self, session: Session, actor: Actor, event: CustomerLevelChanged) -> None:
        follow_customer(session, self.customers, actor, event)

    @handles(CustomerStatusChanged)
    def follow_customer_of_new_status(self, session: Session, actor: Actor, event: CustomerStatusChanged) -> None:
        follow_customer(session, self.customers, actor, event)

    @handles(CustomerTransferred)
    def follow_transferred_customer(self, session: Session, actor: Actor, event: CustomerTransferred) -> None:
        follow_customer(session, self.customers, actor, event)

    @handles(CustomerShared)
    def open_shared_customer(self, session: Session, actor: Actor, event: CustomerShared) -> None:
        follow_customer(session, self.customers, actor, event)
        forget_share(session, event)
        session.add(_share(actor, event))

    @handles(CustomerShareRevoked)
    def close_unshared_customer(self, session: Session, actor: Actor, event: CustomerShareRevoked) -> None:
        follow_customer(session, self.customers, actor, event)
        forget_share(session, event)

    @handles(CustomerPlaced)
    def follow_placed_customer(self, session: Session, actor: Actor, event: CustomerPlaced) -> None:
        follow_customer(session, self.customers, actor, event)

    @handles(TerritorySellerAssigned)
    def follow_assigned_seller(self, session: Session, actor: Actor, event: TerritorySellerAssigned) -> None:
        session.merge(
            TerritorySeller(
                person_id=event.person_id, territory_id=event.territory_id, assigned_by=actor.user_id, assigned_at=now()
            )
        )

    @handles(TerritorySellerRemoved)
    def follow_removed_seller(self, session: Session, actor: Actor, event: TerritorySellerRemoved) -> None:
        """The events of one territory come in their order, so the newest word on a seller is the one that holds."""
        seller = session.get(TerritorySeller, (event.person_id, event.territory_id))
        if seller is not None:
            session.delete(seller)

    @handles(CustomerRemoved)
    def forget_removed_customer(self, session: Session, actor: Actor, event: CustomerRemoved) -> None:
        """The events of one record come in their order, so nothing older can bring it back."""
        drop_rows(session, self.customers, event.customer_id)

    @handles(CustomerMerged)
    def forget_merged_customer(self, session: Session, actor: Actor, event: CustomerMerged) -> None:
        """What points to it is moved to the other one meanwhile (`shared.merged_customers`)."""
        drop_rows(session, self.customers, event.customer_id)

    @handles(CustomerMergeUndone)
    def follow_returned_customer(self, session: Session, actor: Actor, event: CustomerMergeUndone) -> None:
        follow_customer(session, self.customers, actor, event)


def forget_share(session: Session, event: CustomerShared | CustomerShareRevoked) -> None:
    """The events of one record come in their order, so the newest word on a share is the one that holds."""
    theirs = (Share.record_id == event.customer_id, Share.grantee_id == event.grantee_id)
    session.execute(delete(Share).where(*theirs).execution_options(synchronize_session=False))


def _share(actor: Actor, event: CustomerShared) -> Share:
    return Share(
        id=event.share_id,
        noun="customer",
        record_id=event.customer_id,
        grantee_id=event.grantee_id,
        grantee_kind=event.grantee_kind,
        may_write=event.may_write,
        until=None if event.until is None else date.fromisoformat(event.until),
        granted_by=actor.user_id,
        granted_at=now(),
    )


def follow_customer(session: Session, customers: type[KnownCustomer], actor: Actor, event: CustomerEvent) -> None:
    """Take in a customer as told; what is older than what is known changes nothing."""
    customer = row_about(session, customers, event.customer_id)
    if customer is None:
        customer = customers()
        customer.id, customer.created_by = event.customer_id, actor.user_id
        add_row(session, customer)
    elif event.record_version <= customer.version:
        return
    customer.take(event, channel.get())


TELL_ALL: tuple[type[CustomerEvent], ...] = (
    CustomerCreated, CustomerChanged, CustomerLevelChanged, CustomerStatusChanged, CustomerTransferred, CustomerPlaced,
    CustomerMergeUndone,
)  # fmt: skip
"""The events by which a copy becomes what it is. (A share tells the customer too, but not what changed it.)"""


def learn_customer(session: Session, customers: type[KnownCustomer], event: CustomerEvent, came_by: str | None) -> bool:
    """Take from the event that made a copy what it is whatever an earlier version of this service did not keep of it;
    whether the copy is of that event. One that is of another, or that is gone, stays as it is.
    """
    customer = session.get(customers, event.customer_id)
    if customer is None or customer.version != event.record_version:
        return False
    customer.take(event, came_by)
    return True


def is_known_customer(session: Session, customers: type[KnownCustomer], actor: Actor, customer_id: str) -> bool:
    """Whether the caller may name this customer."""
    return session.scalar(visible(customers, actor).where(customers.id == customer_id)) is not None
