"""Where warehouses meet the message bus."""

from services.distribution.warehouses import commands, queries
from shared.contracts.distribution.warehouses import ChangeWarehouse, CreateWarehouse, WarehouseRow, WarehouseView
from shared.contracts.fields import NoBody
from shared.contracts.importing import checked_mode, read_rows, results_reply
from shared.contracts.payload import Payload, reply
from shared.entrypoints import Entrypoints
from shared.importing import rehearsal
from shared.rpc import rpc


class WarehouseEntrypoints(Entrypoints):
    @rpc
    def create_warehouse(self, request: Payload) -> Payload:
        form = CreateWarehouse().load(request)
        with self.work() as session:
            return reply(WarehouseView, commands.create_warehouse(session, self.actor, **form))

    @rpc
    def get_warehouse(self, warehouse_id: str) -> Payload:
        with self.ask() as database:
            return queries.show_warehouse(database, self.actor, warehouse_id)

    @rpc
    def list_warehouses(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_warehouses(session, self.actor, query)

    @rpc
    def list_warehouse_history(self, warehouse_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_warehouse_history(session, self.actor, warehouse_id, after)

    @rpc
    def change_warehouse(self, warehouse_id: str, request: Payload) -> Payload:
        form = ChangeWarehouse().load(request)
        with self.work() as session:
            return reply(WarehouseView, commands.change_warehouse(session, self.actor, warehouse_id, **form))

    @rpc
    def close_warehouse(self, warehouse_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            return reply(WarehouseView, commands.close_warehouse(session, self.actor, warehouse_id))

    @rpc
    def reopen_warehouse(self, warehouse_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            return reply(WarehouseView, commands.reopen_warehouse(session, self.actor, warehouse_id))

    @rpc
    def import_warehouses(self, rows: list[Payload], mode: str, dry_run: bool = False) -> Payload:
        """For the gateway's imports."""
        read, mode = read_rows(WarehouseRow, rows), checked_mode(mode)
        with self.work() as session, rehearsal(session, dry_run):
            return results_reply(commands.import_warehouses(session, self.actor, mode, read))
