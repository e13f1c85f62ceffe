"""Where imports meet the message bus."""

from base64 import b64decode

from gateway.access.queries import actor_of
from gateway.imports import commands, queries
from gateway.imports.entrypoints import running
from gateway.imports.rules.mapping import Mapped, map_table
from gateway.imports.rules.tables import Table, read_table
from shared.bus.offload import run_in_thread
from shared.bus.timers import every
from shared.clock import now
from shared.contracts.fields import NoBody
from shared.contracts.gateway.imports import (
    ENTITIES,
    CreateImport,
    FieldMapping,
    ImportResultsView,
    ImportView,
    ResultQuery,
    RunImport,
)
from shared.contracts.payload import Payload, reply
from shared.entrypoints import Entrypoints
from shared.rpc import rpc

LOOK_SECONDS = 3.0


class ImportEntrypoints(Entrypoints):
    @rpc
    def create_import(self, request: Payload) -> Payload:
        form = CreateImport().load(request)
        form["mapping"] = {name: FieldMapping().dump(rule) for name, rule in form["mapping"].items()}
        form.pop("match_key", None)
        with self.work() as session:
            actor_of(session, self.actor.user_id, ENTITIES[form["entity"]].right)
            return reply(ImportView, commands.create_import(session, self.actor, **form))

    @rpc
    def list_imports(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_imports(session, self.actor, query)

    @rpc
    def get_import(self, import_id: str) -> Payload:
        with self.read() as session:
            return reply(ImportView, queries.get_import(session, self.actor, import_id))

    @rpc
    def list_import_history(self, import_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_import_history(session, self.actor, import_id, after)

    @rpc
    def list_import_results(self, import_id: str, query: Payload) -> Payload:
        form = ResultQuery().load(query)
        with self.read() as session:
            return reply(ImportResultsView, queries.list_results(session, self.actor, import_id, **form))

    @rpc
    def upload_import_file(self, import_id: str, content: str) -> Payload:
        table = run_in_thread(read_table, b64decode(content))
        mapped = self._mapped(import_id, table)
        with self.work() as session:
            return reply(ImportView, commands.upload_file(session, self.actor, import_id, table, mapped))

    @rpc
    def rehearse_import(self, import_id: str, request: Payload | None = None) -> Payload:
        NoBody().load(request or {})
        with self.work() as session:
            begun = reply(ImportView, commands.rehearse_import(session, self.actor, import_id))
            running.start(self.database, self.bus, import_id)
            return begun

    @rpc
    def run_import(self, import_id: str, request: Payload) -> Payload:
        first = RunImport().load(request)
        with_password = first["password"] is not None
        with self.work() as session:
            begun = commands.run_import(session, self.actor, import_id, with_password=with_password)
            running.remember_password(import_id, first)
            running.start(self.database, self.bus, import_id)
            return reply(ImportView, begun)

    @every(lambda settings: LOOK_SECONDS)
    def resume_imports(self) -> None:
        """Go on with what a process that has ended left behind."""
        with self.read() as session:
            waiting = queries.standing_still(session, now())
        for import_id in waiting:
            running.start(self.database, self.bus, import_id)

    def _mapped(self, import_id: str, table: Table) -> Mapped:
        """Reading and mapping take long, so no transaction is open meanwhile."""
        with self.read() as session:
            prepared = queries.get_import(session, self.actor, import_id)
            entity, mapping, distinct = prepared.entity, prepared.mapping, prepared.distinct
        row = ENTITIES[entity]
        return run_in_thread(
            map_table,
            table,
            mapping,
            key=row.key,
            parent=row.parent,
            distinct=distinct,
            noun=entity.replace("_", " "),
        )
