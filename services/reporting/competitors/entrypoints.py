"""Where the reports hear of competitors. What is said of their strengths changes no fact, and is not heard."""

from sqlalchemy.orm import Session

from services.reporting.competitors import commands
from shared.actor import Actor
from shared.bus.envelope import told_at
from shared.contracts.sales.competitors import OpportunityCompetitorNamed, OpportunityCompetitorRemoved
from shared.entrypoints import Entrypoints
from shared.rpc import handles


class DealCompetitorEntrypoints(Entrypoints):
    @handles(OpportunityCompetitorNamed)
    def follow_named_competitor(self, session: Session, actor: Actor, event: OpportunityCompetitorNamed) -> None:
        commands.follow_competitor(session, event, event.competitor_name, told_at(), met=True)

    @handles(OpportunityCompetitorRemoved)
    def follow_removed_competitor(self, session: Session, actor: Actor, event: OpportunityCompetitorRemoved) -> None:
        commands.follow_competitor(session, event, event.competitor_name, told_at(), met=False)
