"""Where units meet the message bus."""

from gateway.org_units import commands, queries
from shared.contracts.gateway.org_units import ChangeOrgUnit, CreateOrgUnit, MoveOrgUnit, OrgUnitRow, OrgUnitView
from shared.contracts.importing import checked_mode, read_rows, results_reply
from shared.contracts.payload import Payload, reply
from shared.entrypoints import Entrypoints
from shared.importing import rehearsal
from shared.rpc import rpc


class OrgUnitEntrypoints(Entrypoints):
    @rpc
    def list_org_units(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_org_units(session, self.actor, query)

    @rpc
    def get_org_unit(self, org_unit_id: str) -> Payload:
        with self.read() as session:
            return reply(OrgUnitView, queries.get_org_unit(session, self.actor, org_unit_id))

    @rpc
    def list_org_unit_history(self, org_unit_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_org_unit_history(session, self.actor, org_unit_id, after)

    @rpc
    def create_org_unit(self, request: Payload) -> Payload:
        form = CreateOrgUnit().load(request)
        with self.work() as session:
            return reply(OrgUnitView, commands.create_org_unit(session, self.actor, **form))

    @rpc
    def change_org_unit(self, org_unit_id: str, request: Payload) -> Payload:
        form = ChangeOrgUnit().load(request)
        with self.work() as session:
            return reply(OrgUnitView, commands.change_org_unit(session, self.actor, org_unit_id, **form))

    @rpc
    def move_org_unit(self, org_unit_id: str, request: Payload) -> Payload:
        form = MoveOrgUnit().load(request)
        with self.work() as session:
            return reply(OrgUnitView, commands.move_org_unit(session, self.actor, org_unit_id, **form))

    @rpc
    def close_org_unit(self, org_unit_id: str) -> Payload:
        with self.work() as session:
            return reply(OrgUnitView, commands.close_org_unit(session, self.actor, org_unit_id))

    @rpc
    def import_org_units(self, rows: list[Payload], mode: str, dry_run: bool = False) -> Payload:
        """For imports."""
        read, mode = read_rows(OrgUnitRow, rows), checked_mode(mode)
        with self.work() as session, rehearsal(session, dry_run):
            return results_reply(commands.import_org_units(session, self.actor, mode, read))
