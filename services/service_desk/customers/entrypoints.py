"""Where the service desk hears of customers and of their levels, and says how it knows them."""

from sqlalchemy.orm import Session

from services.service_desk.customers import commands
from services.service_desk.customers.model import Customer
from shared.actor import Actor
from shared.contracts.sales.customer_levels import CustomerLevelDefined, CustomerLevelRedefined, CustomerLevelRemoved
from shared.known_customers import KnownCustomerEntrypoints
from shared.rpc import handles


class CustomerEntrypoints(KnownCustomerEntrypoints):
    customers = Customer

    @handles(CustomerLevelDefined)
    def follow_defined_level(self, session: Session, actor: Actor, event: CustomerLevelDefined) -> None:
        commands.follow_level(session, event)

    @handles(CustomerLevelRedefined)
    def follow_changed_level(self, session: Session, actor: Actor, event: CustomerLevelRedefined) -> None:
        commands.follow_level(session, event)

    @handles(CustomerLevelRemoved)
    def forget_removed_level(self, session: Session, actor: Actor, event: CustomerLevelRemoved) -> None:
        commands.forget_level(session, event)
