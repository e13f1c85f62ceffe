"""Where visits meet the message bus."""

from sqlalchemy.orm import Session

from services.sales.visits import commands, queries
from services.sales.visits.commands import handing_over, importing, sharing
from shared.actor import Actor
from shared.contracts.fields import ReasonBody
from shared.contracts.importing import checked_mode, read_rows, results_reply
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.opportunities import OpportunityTransferred
from shared.contracts.sales.visits import (
    ChangeVisit,
    CheckInVisit,
    CompleteVisit,
    PlanVisit,
    RescheduleVisit,
    TransferVisit,
    VisitRow,
    VisitSummaryQuery,
    VisitSummaryView,
    VisitView,
)
from shared.contracts.sharing import ShareRecord, SharesView, ShareView
from shared.entrypoints import Entrypoints
from shared.importing import rehearsal
from shared.rpc import handles, rpc


class VisitEntrypoints(Entrypoints):
    @rpc
    def plan_visit(self, request: Payload) -> Payload:
        form = PlanVisit().load(request)
        with self.work() as session:
            return reply(VisitView, commands.plan_visit(session, self.actor, **form))

    @rpc
    def import_visits(self, rows: list[Payload], mode: str, dry_run: bool = False) -> Payload:
        """For imports."""
        read, mode = read_rows(VisitRow, rows), checked_mode(mode)
        with self.work() as session, rehearsal(session, dry_run):
            return results_reply(importing.import_visits(session, self.actor, mode, read))

    @rpc
    def get_visit(self, visit_id: str) -> Payload:
        with self.read() as session:
            return reply(VisitView, queries.get_visit(session, self.actor, visit_id))

    @rpc
    def list_visits(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_visits(session, self.actor, query)

    @rpc
    def list_customer_visits(self, customer_id: str, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_customer_visits(session, self.actor, customer_id, query)

    @rpc
    def list_visit_history(self, visit_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_visit_history(session, self.actor, visit_id, after)

    @rpc
    def summarise_visits(self, query: Payload) -> Payload:
        form = VisitSummaryQuery().load(query)
        with self.read() as session:
            return reply(VisitSummaryView, queries.summarise_visits(session, self.actor, **form))

    @rpc
    def change_visit(self, visit_id: str, request: Payload) -> Payload:
        form = ChangeVisit().load(request)
        with self.work() as session:
            return reply(VisitView, commands.change_visit(session, self.actor, visit_id, **form))

    @rpc
    def reschedule_visit(self, visit_id: str, request: Payload) -> Payload:
        form = RescheduleVisit().load(request)
        with self.work() as session:
            return reply(VisitView, commands.reschedule_visit(session, self.actor, visit_id, **form))

    @rpc
    def transfer_visit(self, visit_id: str, request: Payload) -> Payload:
        form = TransferVisit().load(request)
        with self.work() as session:
            return reply(VisitView, commands.transfer_visit(session, self.actor, visit_id, **form))

    @rpc
    def check_in_visit(self, visit_id: str, request: Payload) -> Payload:
        form = CheckInVisit().load(request)
        with self.work() as session:
            return reply(VisitView, commands.check_in_visit(session, self.actor, visit_id, **form))

    @rpc
    def complete_visit(self, visit_id: str, request: Payload) -> Payload:
        form = CompleteVisit().load(request)
        with self.work() as session:
            return reply(VisitView, commands.complete_visit(session, self.actor, visit_id, **form))

    @rpc
    def miss_visit(self, visit_id: str, request: Payload) -> Payload:
        form = ReasonBody().load(request)
        with self.work() as session:
            return reply(VisitView, commands.miss_visit(session, self.actor, visit_id, **form))

    @rpc
    def cancel_visit(self, visit_id: str, request: Payload) -> Payload:
        form = ReasonBody().load(request)
        with self.work() as session:
            return reply(VisitView, commands.cancel_visit(session, self.actor, visit_id, **form))

    @rpc
    def share_visit(self, visit_id: str, request: Payload) -> Payload:
        form = ShareRecord().load(request)
        with self.work() as session:
            return reply(ShareView, sharing.share_visit(session, self.actor, visit_id, **form))

    @rpc
    def list_visit_shares(self, visit_id: str) -> Payload:
        with self.read() as session:
            return reply(SharesView, sharing.list_shares(session, self.actor, visit_id))

    @rpc
    def revoke_visit_share(self, visit_id: str, share_id: str) -> None:
        with self.work() as session:
            sharing.revoke_share(session, self.actor, visit_id, share_id)

    @handles(OpportunityTransferred)
    def hand_over_visits_of_deal(self, session: Session, actor: Actor, event: OpportunityTransferred) -> None:
        handing_over.hand_over_visits_of_deal(session, actor, event)
