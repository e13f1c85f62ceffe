"""Where opportunities meet the message bus."""

from sqlalchemy.orm import Session

from services.sales.opportunities import commands, queries
from services.sales.opportunities.commands import assigning, importing, sharing
from shared.actor import Actor
from shared.contracts.importing import checked_mode, read_rows, results_reply
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.customers import CustomerChanged, CustomerLevelChanged, CustomerStatusChanged
from shared.contracts.sales.opportunities import (
    AdvanceOpportunity,
    AssignedView,
    AssignOpportunities,
    ChangeOpportunity,
    OpportunityRow,
    OpportunityView,
    TransferOpportunity,
    WinOpportunity,
)
from shared.contracts.sharing import ShareRecord, SharesView, ShareView
from shared.entrypoints import Entrypoints
from shared.importing import rehearsal
from shared.rpc import handles, rpc


class OpportunityEntrypoints(Entrypoints):
    @rpc
    def get_opportunity(self, opportunity_id: str) -> Payload:
        with self.ask() as database:
            return queries.show_opportunity(database, self.actor, opportunity_id)

    @rpc
    def list_opportunities(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_opportunities(session, self.actor, query)

    @rpc
    def list_customer_opportunities(self, customer_id: str, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_customer_opportunities(session, self.actor, customer_id, query)

    @rpc
    def list_opportunity_history(self, opportunity_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_opportunity_history(session, self.actor, opportunity_id, after)

    @rpc
    def change_opportunity(self, opportunity_id: str, request: Payload) -> Payload:
        form = ChangeOpportunity().load(request)
        with self.work() as session:
            changed = commands.change_opportunity(session, self.actor, opportunity_id, **form)
            return reply(OpportunityView, changed)

    @rpc
    def advance_opportunity(self, opportunity_id: str, request: Payload) -> Payload:
        form = AdvanceOpportunity().load(request)
        with self.work() as session:
            advanced = commands.advance_opportunity(session, self.actor, opportunity_id, **form)
            return reply(OpportunityView, advanced)

    @rpc
    def win_opportunity(self, opportunity_id: str, request: Payload) -> Payload:
        form = WinOpportunity().load(request)
        with self.work() as session:
            return reply(OpportunityView, commands.win_opportunity(session, self.actor, opportunity_id, **form))

    @rpc
    def transfer_opportunity(self, opportunity_id: str, request: Payload) -> Payload:
        form = TransferOpportunity().load(request)
        with self.work() as session:
            handed = commands.transfer_opportunity(session, self.actor, opportunity_id, **form)
            return reply(OpportunityView, handed)

    @rpc
    def assign_opportunities(self, request: Payload) -> Payload:
        form = AssignOpportunities().load(request)
        with self.work() as session:
            return reply(AssignedView, {"data": assigning.assign_opportunities(session, self.actor, **form)})

    @rpc
    def share_opportunity(self, opportunity_id: str, request: Payload) -> Payload:
        form = ShareRecord().load(request)
        with self.work() as session:
            return reply(ShareView, sharing.share_opportunity(session, self.actor, opportunity_id, **form))

    @rpc
    def list_opportunity_shares(self, opportunity_id: str) -> Payload:
        with self.read() as session:
            return reply(SharesView, sharing.list_shares(session, self.actor, opportunity_id))

    @rpc
    def revoke_opportunity_share(self, opportunity_id: str, share_id: str) -> Payload:
        with self.work() as session:
            sharing.revoke_share(session, self.actor, opportunity_id, share_id)
            return {}

    @rpc
    def import_opportunities(self, rows: list[Payload], mode: str, dry_run: bool = False) -> Payload:
        """For the gateway's imports."""
        read, mode = read_rows(OpportunityRow, rows), checked_mode(mode)
        with self.work() as session, rehearsal(session, dry_run):
            return results_reply(importing.import_opportunities(session, self.actor, mode, read))

    @handles(CustomerChanged)
    def follow_customer_name(self, session: Session, actor: Actor, event: CustomerChanged) -> None:
        commands.reindex_customer(session, actor, event.customer_id)

    @handles(CustomerLevelChanged)
    def follow_name_of_new_level(self, session: Session, actor: Actor, event: CustomerLevelChanged) -> None:
        commands.reindex_customer(session, actor, event.customer_id)

    @handles(CustomerStatusChanged)
    def follow_name_of_new_status(self, session: Session, actor: Actor, event: CustomerStatusChanged) -> None:
        commands.reindex_customer(session, actor, event.customer_id)
