"""Where the service desk hears of customers."""

from sqlalchemy.orm import Session

from services.service_desk.customers import commands
from shared.actor import Actor
from shared.contracts.sales.customers import CustomerChanged, CustomerCreated, CustomerTransferred
from shared.entrypoints import Entrypoints
from shared.rpc import handles


class KnownCustomerEntrypoints(Entrypoints):
    @handles(CustomerCreated)
    def follow_created_customer(self, session: Session, actor: Actor, event: CustomerCreated) -> None:
        commands.follow_customer(session, actor, event)

    @handles(CustomerChanged)
    def follow_changed_customer(self, session: Session, actor: Actor, event: CustomerChanged) -> None:
        commands.follow_customer(session, actor, event)

    @handles(CustomerTransferred)
    def follow_transferred_customer(self, session: Session, actor: Actor, event: CustomerTransferred) -> None:
        commands.follow_customer(session, actor, event)
