"""Where managed lists meet the message bus."""

from gateway.picklists import commands, queries
from shared.contracts.fields import NoBody
from shared.contracts.gateway.picklists import (
    ChangePicklist,
    ChangeValue,
    CreatePicklist,
    NewValue,
    PicklistRow,
    PicklistValueRow,
    PicklistValueView,
    PicklistView,
)
from shared.contracts.importing import checked_mode, read_rows, results_reply
from shared.contracts.payload import Payload, reply
from shared.entrypoints import Entrypoints
from shared.importing import rehearsal
from shared.rpc import rpc


class PicklistEntrypoints(Entrypoints):
    @rpc
    def list_picklists(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_picklists(session, query)

    @rpc
    def get_picklist(self, picklist: str) -> Payload:
        with self.read() as session:
            return reply(PicklistView, queries.get_picklist(session, picklist))

    @rpc
    def list_picklist_history(self, picklist: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_picklist_history(session, picklist, after)

    @rpc
    def create_picklist(self, request: Payload) -> Payload:
        form = CreatePicklist().load(request)
        with self.work() as session:
            return reply(PicklistView, commands.create_picklist(session, self.actor, **form))

    @rpc
    def change_picklist(self, picklist: str, request: Payload) -> Payload:
        form = ChangePicklist().load(request)
        with self.work() as session:
            return reply(PicklistView, commands.change_picklist(session, self.actor, picklist, **form))

    @rpc
    def list_picklist_values(self, picklist: str, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_values(session, picklist, query)

    @rpc
    def get_picklist_value(self, picklist: str, value: str) -> Payload:
        with self.read() as session:
            return reply(PicklistValueView, queries.get_value(session, picklist, value))

    @rpc
    def list_picklist_value_history(self, picklist: str, value: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_value_history(session, picklist, value, after)

    @rpc
    def add_picklist_value(self, picklist: str, request: Payload) -> Payload:
        form = NewValue().load(request)
        with self.work() as session:
            return reply(PicklistValueView, commands.add_value(session, self.actor, picklist, **form))

    @rpc
    def change_picklist_value(self, picklist: str, value: str, request: Payload) -> Payload:
        form = ChangeValue().load(request)
        with self.work() as session:
            return reply(PicklistValueView, commands.change_value(session, self.actor, picklist, value, **form))

    @rpc
    def retire_picklist_value(self, picklist: str, value: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            return reply(PicklistValueView, commands.retire_value(session, self.actor, picklist, value))

    @rpc
    def reinstate_picklist_value(self, picklist: str, value: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            return reply(PicklistValueView, commands.reinstate_value(session, self.actor, picklist, value))

    @rpc
    def import_picklists(self, rows: list[Payload], mode: str, dry_run: bool = False) -> Payload:
        """For imports."""
        read, mode = read_rows(PicklistRow, rows), checked_mode(mode)
        with self.work() as session, rehearsal(session, dry_run):
            return results_reply(commands.import_picklists(session, self.actor, mode, read))

    @rpc
    def import_picklist_values(self, rows: list[Payload], mode: str, dry_run: bool = False) -> Payload:
        """For imports."""
        read, mode = read_rows(PicklistValueRow, rows), checked_mode(mode)
        with self.work() as session, rehearsal(session, dry_run):
            return results_reply(commands.import_picklist_values(session, self.actor, mode, read))
