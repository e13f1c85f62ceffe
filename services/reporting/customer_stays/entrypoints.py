"""Where the reports hear of what moves customers to another level or status. One that is merged into another keeps its
stays, for when that is undone.
"""

from sqlalchemy.orm import Session

from services.reporting.customer_stays import commands
from shared.actor import Actor
from shared.bus.envelope import told_at
from shared.contracts.sales.customers import (
    CustomerChanged,
    CustomerCreated,
    CustomerLevelChanged,
    CustomerRemoved,
    CustomerStatusChanged,
)
from shared.entrypoints import Entrypoints
from shared.rpc import handles


class CustomerStayEntrypoints(Entrypoints):
    @handles(CustomerCreated)
    def begin_stay_of_customer(self, session: Session, actor: Actor, event: CustomerCreated) -> None:
        commands.follow_stay(session, event, told_at())

    @handles(CustomerChanged)
    def follow_stay_of_changed_customer(self, session: Session, actor: Actor, event: CustomerChanged) -> None:
        commands.follow_stay(session, event, told_at())

    @handles(CustomerStatusChanged)
    def follow_stay_at_new_status(self, session: Session, actor: Actor, event: CustomerStatusChanged) -> None:
        commands.follow_stay(session, event, told_at())

    @handles(CustomerLevelChanged)
    def follow_stay_at_new_level(self, session: Session, actor: Actor, event: CustomerLevelChanged) -> None:
        commands.follow_stay(session, event, told_at())

    @handles(CustomerRemoved)
    def forget_stays_of_removed(self, session: Session, actor: Actor, event: CustomerRemoved) -> None:
        commands.forget_stays(session, event.customer_id)
