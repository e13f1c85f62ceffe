"""Where groups meet the message bus."""

from gateway.groups import commands, queries
from shared.contracts.gateway.groups import CreateGroup, GrantRight, GroupRow, GroupView, RevokeRight
from shared.contracts.importing import checked_mode, read_rows, results_reply
from shared.contracts.payload import Payload, reply
from shared.entrypoints import Entrypoints
from shared.importing import rehearsal
from shared.rpc import rpc


class GroupEntrypoints(Entrypoints):
    @rpc
    def list_groups(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_groups(session, self.actor, query)

    @rpc
    def get_group(self, group_id: str) -> Payload:
        with self.read() as session:
            return reply(GroupView, queries.get_group(session, self.actor, group_id))

    @rpc
    def list_group_history(self, group_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_group_history(session, self.actor, group_id, after)

    @rpc
    def create_group(self, request: Payload) -> Payload:
        form = CreateGroup().load(request)
        with self.work() as session:
            return reply(GroupView, commands.create_group(session, self.actor, **form))

    @rpc
    def grant_right(self, group_id: str, request: Payload) -> Payload:
        form = GrantRight().load(request)
        with self.work() as session:
            return reply(GroupView, commands.grant_right(session, self.actor, group_id, **form))

    @rpc
    def demand_second_factor(self, group_id: str) -> Payload:
        with self.work() as session:
            return reply(GroupView, commands.demand_second_factor(session, self.actor, group_id, demanded=True))

    @rpc
    def waive_second_factor(self, group_id: str) -> Payload:
        with self.work() as session:
            return reply(GroupView, commands.demand_second_factor(session, self.actor, group_id, demanded=False))

    @rpc
    def revoke_right(self, group_id: str, request: Payload) -> Payload:
        form = RevokeRight().load(request)
        with self.work() as session:
            return reply(GroupView, commands.revoke_right(session, self.actor, group_id, **form))

    @rpc
    def import_groups(self, rows: list[Payload], mode: str, dry_run: bool = False) -> Payload:
        """For imports."""
        read, mode = read_rows(GroupRow, rows), checked_mode(mode)
        with self.work() as session, rehearsal(session, dry_run):
            return results_reply(commands.import_groups(session, self.actor, mode, read))
