"""Where leads meet the message bus."""

from sqlalchemy.orm import Session

from services.sales.leads import commands, queries
from shared.actor import Actor
from shared.contracts.fields import NoBody, ReasonBody
from shared.contracts.marketing.campaigns import LeadCaptured
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.leads import (
    ChangeLead,
    ConvertLead,
    CreateLead,
    LeadView,
    QualifyLead,
    TouchLead,
    TransferLead,
)
from shared.entrypoints import Entrypoints
from shared.rpc import handles, rpc


class LeadEntrypoints(Entrypoints):
    @rpc
    def create_lead(self, request: Payload) -> Payload:
        form = CreateLead().load(request)
        with self.work() as session:
            return reply(LeadView, commands.create_lead(session, self.actor, **form))

    @rpc
    def get_lead(self, lead_id: str) -> Payload:
        with self.read() as session:
            return reply(LeadView, queries.get_lead(session, self.actor, lead_id))

    @rpc
    def list_leads(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_leads(session, self.actor, query)

    @rpc
    def list_lead_history(self, lead_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_lead_history(session, self.actor, lead_id, after)

    @rpc
    def change_lead(self, lead_id: str, request: Payload) -> Payload:
        form = ChangeLead().load(request)
        with self.work() as session:
            return reply(LeadView, commands.change_lead(session, self.actor, lead_id, **form))

    @rpc
    def qualify_lead(self, lead_id: str, request: Payload) -> Payload:
        form = QualifyLead().load(request)
        with self.work() as session:
            return reply(LeadView, commands.qualify_lead(session, self.actor, lead_id, **form))

    @rpc
    def lose_lead(self, lead_id: str, request: Payload) -> Payload:
        form = ReasonBody().load(request)
        with self.work() as session:
            return reply(LeadView, commands.lose_lead(session, self.actor, lead_id, **form))

    @rpc
    def reopen_lead(self, lead_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            return reply(LeadView, commands.reopen_lead(session, self.actor, lead_id))

    @rpc
    def convert_lead(self, lead_id: str, request: Payload) -> Payload:
        form = ConvertLead().load(request)
        with self.work() as session:
            return reply(LeadView, commands.convert_lead(session, self.actor, lead_id, **form))

    @rpc
    def transfer_lead(self, lead_id: str, request: Payload) -> Payload:
        form = TransferLead().load(request)
        with self.work() as session:
            return reply(LeadView, commands.transfer_lead(session, self.actor, lead_id, **form))

    @rpc
    def touch_lead(self, lead_id: str, request: Payload) -> Payload:
        form = TouchLead().load(request)
        with self.work() as session:
            return reply(LeadView, commands.touch_lead(session, self.actor, lead_id, **form))

    @handles(LeadCaptured)
    def create_captured_lead(self, session: Session, actor: Actor, event: LeadCaptured) -> None:
        commands.create_captured_lead(session, actor, event)
