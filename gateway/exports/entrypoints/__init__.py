"""Where exports meet the message bus."""

from gateway.access.queries import actor_of
from gateway.exports import commands, queries, rules
from gateway.exports.entrypoints import running
from gateway.exports.entrypoints.lists import find_list
from gateway.exports.model import Export
from gateway.http.query import search_query
from shared.bus.timers import every
from shared.clock import now
from shared.contracts.gateway.exports import MEDIA_TYPES, CreateExport, ExportView
from shared.contracts.payload import Payload, reply
from shared.contracts.stored_files import StoredFile
from shared.entrypoints import Entrypoints
from shared.files import files_at
from shared.rpc import rpc

LOOK_SECONDS = 3.0


class ExportEntrypoints(Entrypoints):
    @rpc
    def create_export(self, request: Payload) -> Payload:
        form = CreateExport().load(request)
        noun, kind = form.pop("noun"), form.pop("format")
        wanted = find_list(noun)
        search_query(form, wanted.listing)
        with self.work() as session:
            actor_of(session, self.actor.user_id, wanted.route.right, self.actor.scopes)
            started = commands.start_export(session, self.actor, noun, kind, form)
            running.start(self.database, self.bus, self.settings.files, started.id)
            return _shown(started)

    @rpc
    def list_exports(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_exports(session, self.actor, query)

    @rpc
    def get_export(self, export_id: str) -> Payload:
        with self.read() as session:
            return _shown(queries.get_export(session, self.actor, export_id))

    @rpc
    def list_export_history(self, export_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_export_history(session, self.actor, export_id, after)

    @rpc
    def download_export(self, export_id: str) -> Payload:
        with self.work() as session:
            fetched = commands.download_export(session, self.actor, export_id)
            right = find_list(fetched.noun).route.right
            reader = actor_of(session, self.actor.user_id, right, self.actor.scopes)
            rules.ensure_read_as(fetched.read_as, rules.standing_of(reader))
            media_type = MEDIA_TYPES[fetched.format]
            told = {"path": fetched.path, "name": fetched.file_name, "media_type": media_type, "size": fetched.size}
            return reply(StoredFile, told)

    @every(lambda settings: LOOK_SECONDS)
    def resume_exports(self) -> None:
        """Go on with what a process that has ended left behind."""
        with self.read() as session:
            waiting = queries.standing_still(session, now())
        for export_id in waiting:
            running.start(self.database, self.bus, self.settings.files, export_id)

    @every(lambda settings: settings.watch_seconds)
    def remove_expired_exports(self) -> None:
        with self.read() as session:
            over = queries.expired(session, now())
        for export_id in over:
            files_at(self.settings.files).remove_all(f"exports/{export_id}")
            with self.work() as session:
                commands.expire(session, export_id)


def _shown(export: Export) -> Payload:
    return reply(ExportView, export)
