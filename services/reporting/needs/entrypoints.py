"""Where the reports hear of what is asked for in deals."""

from sqlalchemy.orm import Session

from services.reporting.needs import commands
from shared.actor import Actor
from shared.bus.envelope import told_at
from shared.contracts.sales.needs import OpportunityNeedChanged, OpportunityNeedRecorded, OpportunityNeedWithdrawn
from shared.entrypoints import Entrypoints
from shared.rpc import handles


class DealNeedEntrypoints(Entrypoints):
    @handles(OpportunityNeedRecorded)
    def follow_recorded_need(self, session: Session, actor: Actor, event: OpportunityNeedRecorded) -> None:
        commands.follow_need(session, event, told_at(), wanted=True)

    @handles(OpportunityNeedChanged)
    def follow_changed_need(self, session: Session, actor: Actor, event: OpportunityNeedChanged) -> None:
        commands.follow_need(session, event, told_at(), wanted=True)

    @handles(OpportunityNeedWithdrawn)
    def follow_withdrawn_need(self, session: Session, actor: Actor, event: OpportunityNeedWithdrawn) -> None:
        commands.follow_need(session, event, told_at(), wanted=False)
