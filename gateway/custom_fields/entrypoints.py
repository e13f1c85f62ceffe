"""Where custom fields meet the message bus."""

from gateway.custom_fields import commands, queries
from shared.contracts.fields import NoBody
from shared.contracts.gateway.custom_fields import (
    ChangeCustomField,
    CreateCustomField,
    CustomFieldRow,
    CustomFieldView,
    DescribedFields,
)
from shared.contracts.gateway.meta import DefinedForEntity
from shared.contracts.importing import checked_mode, read_rows, results_reply
from shared.contracts.payload import Payload, reply
from shared.entrypoints import Entrypoints
from shared.importing import rehearsal
from shared.rpc import rpc


class CustomFieldEntrypoints(Entrypoints):
    @rpc
    def list_custom_fields(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_custom_fields(session, query)

    @rpc
    def get_custom_field(self, custom_field_id: str) -> Payload:
        with self.read() as session:
            return reply(CustomFieldView, queries.get_custom_field(session, custom_field_id))

    @rpc
    def list_custom_field_history(self, custom_field_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_custom_field_history(session, custom_field_id, after)

    @rpc
    def define_custom_field(self, request: Payload) -> Payload:
        form = CreateCustomField().load(request)
        with self.work() as session:
            return reply(CustomFieldView, commands.define_custom_field(session, self.actor, **form))

    @rpc
    def change_custom_field(self, custom_field_id: str, request: Payload) -> Payload:
        form = ChangeCustomField().load(request)
        with self.work() as session:
            return reply(CustomFieldView, commands.change_custom_field(session, self.actor, custom_field_id, **form))

    @rpc
    def retire_custom_field(self, custom_field_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            return reply(CustomFieldView, commands.retire_custom_field(session, self.actor, custom_field_id))

    @rpc
    def reinstate_custom_field(self, custom_field_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            return reply(CustomFieldView, commands.reinstate_custom_field(session, self.actor, custom_field_id))

    @rpc
    def describe_custom_fields(self, known: int) -> Payload:
        """For the description of the API: every field, unless `known` is the version they last changed in."""
        with self.read() as session:
            return reply(DescribedFields, queries.describe(session, known))

    @rpc
    def describe_definitions(self, entity: str | None, picklists: list[str]) -> Payload:
        """For the description of one list: its custom fields, and the values in use of these lists and of theirs."""
        with self.read() as session:
            return reply(DefinedForEntity, queries.definitions_for(session, entity, picklists))

    @rpc
    def import_custom_fields(self, rows: list[Payload], mode: str, dry_run: bool = False) -> Payload:
        """For imports."""
        read, mode = read_rows(CustomFieldRow, rows), checked_mode(mode)
        with self.work() as session, rehearsal(session, dry_run):
            return results_reply(commands.import_custom_fields(session, self.actor, mode, read))
