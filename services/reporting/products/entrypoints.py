"""Where the reports hear of products."""

from sqlalchemy.orm import Session

from services.reporting.products import commands
from shared.actor import Actor
from shared.contracts.sales.products import ProductChanged, ProductCreated
from shared.entrypoints import Entrypoints
from shared.rpc import handles


class KnownProductEntrypoints(Entrypoints):
    @handles(ProductCreated)
    def follow_created_product(self, session: Session, actor: Actor, event: ProductCreated) -> None:
        commands.follow_product(session, event)

    @handles(ProductChanged)
    def follow_changed_product(self, session: Session, actor: Actor, event: ProductChanged) -> None:
        commands.follow_product(session, event)
