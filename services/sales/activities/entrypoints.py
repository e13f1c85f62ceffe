"""Where activities meet the message bus."""

from sqlalchemy.orm import Session

from services.sales.activities import commands, queries
from services.sales.activities.commands import sharing
from services.sales.activities.commands.handing_over import hand_over_activities
from shared.actor import Actor
from shared.contracts.fields import NoBody
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.activities import ActivityView, ChangeActivity, FinishActivity, RecordActivity
from shared.contracts.sales.contacts import ContactTransferred
from shared.contracts.sales.customers import CustomerTransferred
from shared.contracts.sales.leads import LeadTransferred
from shared.contracts.sales.opportunities import OpportunityTransferred
from shared.contracts.sharing import ShareRecord, SharesView, ShareView
from shared.entrypoints import Entrypoints
from shared.rpc import handles, rpc


class ActivityEntrypoints(Entrypoints):
    @rpc
    def record_activity(self, request: Payload) -> Payload:
        form = RecordActivity().load(request)
        with self.work() as session:
            return reply(ActivityView, commands.record_activity(session, self.actor, **form))

    @rpc
    def get_activity(self, activity_id: str) -> Payload:
        with self.ask() as database:
            return queries.show_activity(database, self.actor, activity_id)

    @rpc
    def list_activities(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_activities(session, self.actor, query)

    @rpc
    def list_customer_activities(self, customer_id: str, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_customer_activities(session, self.actor, customer_id, query)

    @rpc
    def list_activity_history(self, activity_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_activity_history(session, self.actor, activity_id, after)

    @rpc
    def change_activity(self, activity_id: str, request: Payload) -> Payload:
        form = ChangeActivity().load(request)
        with self.work() as session:
            return reply(ActivityView, commands.change_activity(session, self.actor, activity_id, **form))

    @rpc
    def finish_activity(self, activity_id: str, request: Payload) -> Payload:
        form = FinishActivity().load(request)
        with self.work() as session:
            return reply(ActivityView, commands.finish_activity(session, self.actor, activity_id, **form))

    @rpc
    def complete_task_of_activity(self, activity_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            return reply(ActivityView, commands.complete_task(session, self.actor, activity_id))

    @rpc
    def share_activity(self, activity_id: str, request: Payload) -> Payload:
        form = ShareRecord().load(request)
        with self.work() as session:
            return reply(ShareView, sharing.share_activity(session, self.actor, activity_id, **form))

    @rpc
    def list_activity_shares(self, activity_id: str) -> Payload:
        with self.read() as session:
            return reply(SharesView, sharing.list_shares(session, self.actor, activity_id))

    @rpc
    def revoke_activity_share(self, activity_id: str, share_id: str) -> None:
        with self.work() as session:
            sharing.revoke_share(session, self.actor, activity_id, share_id)

    @handles(CustomerTransferred)
    def hand_over_activities_of_customer(self, session: Session, actor: Actor, event: CustomerTransferred) -> None:
        hand_over_activities(session, actor, "customer_id", event.customer_id, event)

    @handles(ContactTransferred)
    def hand_over_activities_of_contact(self, session: Session, actor: Actor, event: ContactTransferred) -> None:
        hand_over_activities(session, actor, "contact_id", event.contact_id, event)

    @handles(LeadTransferred)
    def hand_over_activities_of_lead(self, session: Session, actor: Actor, event: LeadTransferred) -> None:
        hand_over_activities(session, actor, "lead_id", event.lead_id, event)

    @handles(OpportunityTransferred)
    def hand_over_activities_of_deal(self, session: Session, actor: Actor, event: OpportunityTransferred) -> None:
        hand_over_activities(session, actor, "opportunity_id", event.opportunity_id, event)
