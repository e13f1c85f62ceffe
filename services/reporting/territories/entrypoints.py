"""Where the reports hear of territories."""

from sqlalchemy.orm import Session

from services.reporting.territories import commands
from shared.actor import Actor
from shared.contracts.sales.territories import TerritoryChanged, TerritoryCreated
from shared.entrypoints import Entrypoints
from shared.rpc import handles


class KnownTerritoryEntrypoints(Entrypoints):
    @handles(TerritoryCreated)
    def follow_created_territory(self, session: Session, actor: Actor, event: TerritoryCreated) -> None:
        commands.follow_territory(session, event)

    @handles(TerritoryChanged)
    def follow_changed_territory(self, session: Session, actor: Actor, event: TerritoryChanged) -> None:
        commands.follow_territory(session, event)
