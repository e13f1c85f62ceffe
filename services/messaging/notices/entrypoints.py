"""Where notices hear of events, and the timer that delivers them."""

from sqlalchemy.orm import Session

from services.messaging.notices import commands
from shared.actor import Actor
from shared.bus.timers import every
from shared.contracts.sales.opportunities import OpportunityStageChanged, OpportunityTransferred
from shared.contracts.service_desk.requests import RequestEscalated
from shared.entrypoints import Entrypoints
from shared.rpc import handles

LOOK_SECONDS = 0.3


class NoticeEntrypoints(Entrypoints):
    @every(lambda settings: LOOK_SECONDS)
    def deliver_notices(self) -> None:
        commands.deliver_due(self.database, self.bus.as_system())

    @handles(OpportunityStageChanged)
    def note_rise_of_opportunity(self, session: Session, actor: Actor, event: OpportunityStageChanged) -> None:
        commands.note_rise(session, event)

    @handles(OpportunityTransferred)
    def note_transfer_of_opportunity(self, session: Session, actor: Actor, event: OpportunityTransferred) -> None:
        commands.note_transfer(session, event)

    @handles(RequestEscalated)
    def note_escalation_of_request(self, session: Session, actor: Actor, event: RequestEscalated) -> None:
        commands.note_escalation(session, event)
