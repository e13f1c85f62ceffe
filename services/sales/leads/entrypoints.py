"""Where leads meet the message bus."""

from typing import Any

from sqlalchemy.orm import Session

from services.sales.leads import commands, queries
from services.sales.leads.commands import converting, sharing, sourcing
from services.sales.leads.commands.importing import import_leads as load_leads
from shared.actor import Actor
from shared.contracts.fields import NoBody, ReasonBody
from shared.contracts.importing import checked_mode, read_rows, results_reply
from shared.contracts.marketing.campaigns import LeadCaptured
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.leads import (
    ChangeLead,
    ConvertLead,
    CreateLead,
    LeadRow,
    LeadSourcesQuery,
    LeadSourcesView,
    LeadView,
    QualifyLead,
    TouchLead,
    TransferLead,
)
from shared.contracts.sharing import ShareRecord, SharesView, ShareView
from shared.entrypoints import Entrypoints
from shared.importing import rehearsal
from shared.rpc import handles, rpc


class LeadEntrypoints(Entrypoints):
    def _ask_keeper(self, service: str, method: str, **arguments: Any) -> Any:
        """As whoever records the lead, in a bulk too."""
        self.before_work()
        return self.bus.on_behalf_of(self.actor, sourcing.ASK_SECONDS).call(service, method, **arguments)

    @rpc
    def create_lead(self, request: Payload) -> Payload:
        form = CreateLead().load(request)
        sourcing.ensure_source(self._ask_keeper, **form)
        with self.work() as session:
            return reply(LeadView, commands.create_lead(session, self.actor, **form))

    @rpc
    def get_lead(self, lead_id: str) -> Payload:
        with self.ask() as database:
            return queries.show_lead(database, self.actor, lead_id)

    @rpc
    def list_leads(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_leads(session, self.actor, query)

    @rpc
    def count_leads_by_source(self, query: Payload) -> Payload:
        form = LeadSourcesQuery().load(query)
        with self.read() as session:
            return reply(LeadSourcesView, queries.count_leads_by_source(session, self.actor, **form))

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
            return converting.convert_lead(session, self.actor, lead_id, **form)

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

    @rpc
    def import_leads(self, rows: list[Payload], mode: str, dry_run: bool = False) -> Payload:
        """For the gateway's imports."""
        read, mode = read_rows(LeadRow, rows), checked_mode(mode)
        with self.work() as session, rehearsal(session, dry_run):
            return results_reply(load_leads(session, self.actor, mode, read))

    @handles(LeadCaptured)
    def create_captured_lead(self, session: Session, actor: Actor, event: LeadCaptured) -> None:
        commands.create_captured_lead(session, actor, event)

    @rpc
    def share_lead(self, lead_id: str, request: Payload) -> Payload:
        form = ShareRecord().load(request)
        with self.work() as session:
            return reply(ShareView, sharing.share_lead(session, self.actor, lead_id, **form))

    @rpc
    def list_lead_shares(self, lead_id: str) -> Payload:
        with self.read() as session:
            return reply(SharesView, sharing.list_shares(session, self.actor, lead_id))

    @rpc
    def revoke_lead_share(self, lead_id: str, share_id: str) -> None:
        with self.work() as session:
            sharing.revoke_share(session, self.actor, lead_id, share_id)
