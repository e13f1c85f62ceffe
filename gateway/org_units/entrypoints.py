"""Where units meet the message bus."""

from gateway.org_units import commands, queries
from shared.contracts.gateway.org_units import ChangeOrgUnit, CreateOrgUnit, MoveOrgUnit, OrgUnitView
from shared.contracts.payload import Payload, reply
from shared.entrypoints import Entrypoints
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
