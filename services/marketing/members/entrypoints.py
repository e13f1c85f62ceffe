"""Where members meet the message bus."""

from services.marketing.members import commands, queries
from shared.contracts.fields import NoBody, ReasonBody
from shared.contracts.marketing.members import InviteCustomer, MemberView
from shared.contracts.payload import Payload, reply
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class MemberEntrypoints(Entrypoints):
    @rpc
    def invite_customer(self, campaign_id: str, request: Payload) -> Payload:
        form = InviteCustomer().load(request)
        with self.work() as session:
            return reply(MemberView, commands.invite_customer(session, self.actor, campaign_id, **form))

    @rpc
    def get_campaign_member(self, member_id: str) -> Payload:
        with self.read() as session:
            return reply(MemberView, queries.get_member(session, self.actor, member_id))

    @rpc
    def list_campaign_members(self, campaign_id: str, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_campaign_members(session, self.actor, campaign_id, query)

    @rpc
    def list_members(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_members(session, self.actor, query)

    @rpc
    def list_campaign_member_history(self, member_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_member_history(session, self.actor, member_id, after)

    @rpc
    def note_member_response(self, member_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            return reply(MemberView, commands.note_response(session, self.actor, member_id))

    @rpc
    def decline_campaign_member(self, member_id: str, request: Payload) -> Payload:
        form = ReasonBody().load(request)
        with self.work() as session:
            return reply(MemberView, commands.decline_member(session, self.actor, member_id, **form))
