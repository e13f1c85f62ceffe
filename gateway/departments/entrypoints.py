"""Where departments meet the message bus."""

from gateway.departments import commands, queries
from shared.contracts.gateway.departments import (
    ChangeDepartment,
    CreateDepartment,
    DepartmentRow,
    DepartmentView,
    MoveDepartment,
)
from shared.contracts.importing import checked_mode, read_rows, results_reply
from shared.contracts.payload import Payload, reply
from shared.entrypoints import Entrypoints
from shared.importing import rehearsal
from shared.rpc import rpc


class DepartmentEntrypoints(Entrypoints):
    @rpc
    def list_departments(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_departments(session, self.actor, query)

    @rpc
    def get_department(self, department_id: str) -> Payload:
        with self.read() as session:
            return reply(DepartmentView, queries.get_department(session, self.actor, department_id))

    @rpc
    def list_department_history(self, department_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_department_history(session, self.actor, department_id, after)

    @rpc
    def create_department(self, request: Payload) -> Payload:
        form = CreateDepartment().load(request)
        with self.work() as session:
            return reply(DepartmentView, commands.create_department(session, self.actor, **form))

    @rpc
    def change_department(self, department_id: str, request: Payload) -> Payload:
        form = ChangeDepartment().load(request)
        with self.work() as session:
            return reply(DepartmentView, commands.change_department(session, self.actor, department_id, **form))

    @rpc
    def move_department(self, department_id: str, request: Payload) -> Payload:
        form = MoveDepartment().load(request)
        with self.work() as session:
            return reply(DepartmentView, commands.move_department(session, self.actor, department_id, **form))

    @rpc
    def close_department(self, department_id: str) -> Payload:
        with self.work() as session:
            return reply(DepartmentView, commands.close_department(session, self.actor, department_id))

    @rpc
    def import_departments(self, rows: list[Payload], mode: str, dry_run: bool = False) -> Payload:
        """For imports."""
        read, mode = read_rows(DepartmentRow, rows), checked_mode(mode)
        with self.work() as session, rehearsal(session, dry_run):
            return results_reply(commands.import_departments(session, self.actor, mode, read))
