"""Where leads meet the message bus."""

from services.sales.leads import commands, queries
from shared.contracts.fields import NoBody, ReasonBody
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.leads import ChangeLead, CreateLead, LeadView, QualifyLead
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


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
    def list_lead_history(self, lead_id: str) -> Payload:
        with self.read() as session:
            return queries.list_lead_history(session, self.actor, lead_id)

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
