"""Where imports meet the message bus."""

from base64 import b64decode
from collections.abc import Mapping

from gateway.access.queries import actor_of
from gateway.imports import commands, queries
from gateway.imports.entrypoints import running
from gateway.imports.rules import FileIsGone
from gateway.imports.rules.mapping import Mapped, map_table
from gateway.imports.rules.result_files import Became, result_lines
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
from shared.contracts.stored_files import StoredFile
from shared.entrypoints import Entrypoints
from shared.files import Files, files_at
from shared.rpc import rpc

LOOK_SECONDS = 3.0


class ImportEntrypoints(Entrypoints):
    @rpc
    def create_import(self, request: Payload) -> Payload:
        form = CreateImport().load(request)
        form["mapping"] = {name: FieldMapping().dump(rule) for name, rule in form["mapping"].items()}
        form.pop("match_key", None)
        with self.work() as session:
            actor_of(session, self.actor.user_id, ENTITIES[form["entity"]].right, self.actor.scopes)
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
        uploaded = b64decode(content)
        table = run_in_thread(read_table, uploaded)
        mapped = self._mapped(import_id, table)
        with self.work() as session:
            commands.ensure_uploadable(session, self.actor, import_id)
            with files_at(self.settings.files).write(_uploaded(import_id)) as file:
                file.write(uploaded)
            return reply(ImportView, commands.upload_file(session, self.actor, import_id, table, mapped))

    @rpc
    def get_import_result_file(self, import_id: str) -> Payload:
        files = files_at(self.settings.files)
        with self.read() as session:
            done, became = queries.results_of_own(session, self.actor, import_id)
        path = f"imports/{import_id}/result.csv"
        run_in_thread(_write_result, files, import_id, path, became)
        told = {"path": path, "name": f"import-{import_id[:8]}-{done}.csv", "media_type": "text/csv; charset=utf-8"}
        return reply(StoredFile, {**told, "size": files.size(path)})

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
            actor_of(session, self.actor.user_id, ENTITIES[begun.entity].right, self.actor.scopes)
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


def _uploaded(import_id: str) -> str:
    return f"imports/{import_id}/file"


def _write_result(files: Files, import_id: str, path: str, became: Mapping[int, Became]) -> None:
    try:
        with files.read(_uploaded(import_id)) as file:
            table = read_table(file.read())
    except FileNotFoundError:
        raise FileIsGone("The uploaded file is not kept any more; the results are in the list of results.") from None
    with files.write(path) as file:
        file.writelines(result_lines(table, became))
