"""Where members meet the message bus."""

from services.marketing.members import commands, queries
from services.marketing.members.commands.importing import import_members as load_members
from shared.contracts.fields import NoBody, ReasonBody
from shared.contracts.importing import checked_mode, read_rows, results_reply
from shared.contracts.marketing.members import ChangeMember, InviteCustomer, MemberRow, MemberView
from shared.contracts.payload import Payload, reply
from shared.entrypoints import Entrypoints
from shared.importing import rehearsal
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
    def change_campaign_member(self, member_id: str, request: Payload) -> Payload:
        form = ChangeMember().load(request)
        with self.work() as session:
            return reply(MemberView, commands.change_member(session, self.actor, member_id, **form))

    @rpc
    def import_members(self, rows: list[Payload], mode: str, dry_run: bool = False) -> Payload:
        """For the gateway's imports."""
        read, mode = read_rows(MemberRow, rows), checked_mode(mode)
        with self.work() as session, rehearsal(session, dry_run):
            return results_reply(load_members(session, self.actor, mode, read))

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
