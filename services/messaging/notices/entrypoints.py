"""Where notices hear of events, and the timer that delivers them."""

from sqlalchemy.orm import Session

from services.messaging.notices import commands
from shared.actor import Actor
from shared.bus.timers import every
from shared.contracts.gateway.process_runs import ProcessRunFinished, ProcessRunStarted, ProcessStepCompleted
from shared.contracts.gateway.system import CapacityExceeded
from shared.contracts.sales.call_backs import CallBackDue
from shared.contracts.sales.customers import CustomerFollowUpDue
from shared.contracts.sales.leads import LeadAssigned, LeadTransferred
from shared.contracts.sales.opportunities import OpportunityStageChanged, OpportunityTransferred
from shared.contracts.service_desk.agreements import AgreementExpiring
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

    @handles(LeadAssigned)
    def note_assignment_of_lead(self, session: Session, actor: Actor, event: LeadAssigned) -> None:
        commands.note_assignment(session, event)

    @handles(LeadTransferred)
    def note_lead_that_was_handed_over(self, session: Session, actor: Actor, event: LeadTransferred) -> None:
        commands.note_lead_handed_over(session, event)

    @handles(CapacityExceeded)
    def note_warning_of_capacity(self, session: Session, actor: Actor, event: CapacityExceeded) -> None:
        commands.note_warning(session, event)

    @handles(AgreementExpiring)
    def note_agreement_that_expires(self, session: Session, actor: Actor, event: AgreementExpiring) -> None:
        commands.note_expiring_agreement(session, event)

    @handles(CustomerFollowUpDue)
    def note_customer_to_follow_up(self, session: Session, actor: Actor, event: CustomerFollowUpDue) -> None:
        commands.note_follow_up(session, event)

    @handles(CallBackDue)
    def note_call_back_that_is_due(self, session: Session, actor: Actor, event: CallBackDue) -> None:
        commands.note_call_back(session, event)

    @handles(RequestEscalated)
    def note_escalation_of_request(self, session: Session, actor: Actor, event: RequestEscalated) -> None:
        commands.note_escalation(session, event)

    @handles(ProcessRunStarted)
    def note_first_step_of_process(self, session: Session, actor: Actor, event: ProcessRunStarted) -> None:
        commands.note_waiting_step(session, event)

    @handles(ProcessStepCompleted)
    def note_next_step_of_process(self, session: Session, actor: Actor, event: ProcessStepCompleted) -> None:
        commands.note_waiting_step(session, event)

    @handles(ProcessRunFinished)
    def note_end_of_process(self, session: Session, actor: Actor, event: ProcessRunFinished) -> None:
        commands.note_finished_process(session, event)
