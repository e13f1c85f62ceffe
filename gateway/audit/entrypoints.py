"""Where the audit trail meets the message bus."""

from gateway.audit import commands, queries
from shared.actor import system_actor
from shared.bus.timers import every
from shared.clock import today
from shared.company_wide import ensure_for_company
from shared.contracts.gateway.audit import AnchorView, VerificationView, VerifyQuery
from shared.contracts.payload import Payload, reply
from shared.entrypoints import Entrypoints
from shared.rpc import rpc

LOOK_SECONDS = 60.0


class TrailEntrypoints(Entrypoints):
    @rpc
    def list_audit(self, query: Payload) -> Payload:
        ensure_for_company(self.actor)
        return queries.list_trail(self.bus, query)

    @rpc
    def verify_audit(self, query: Payload) -> Payload:
        ensure_for_company(self.actor)
        form = VerifyQuery().load(query)
        with self.read() as session:
            marks = queries.marks_of_anchors(session)
        until = queries.until(self.call.deadline)
        return reply(VerificationView, queries.verify_chains(self.bus, marks, until=until, **form))

    @rpc
    def list_audit_anchors(self, query: Payload) -> Payload:
        ensure_for_company(self.actor)
        with self.read() as session:
            return queries.list_anchors(session, query)

    @rpc
    def anchor_audit(self) -> Payload:
        ensure_for_company(self.actor)
        chains = queries.ends_of_chains(self.bus)
        with self.work() as session:
            anchor = commands.anchor_chains(session, self.actor, chains)
        commands.tell_outside(anchor, self.settings.data)
        return reply(AnchorView, anchor)

    @rpc
    def note_reading(self, path: str, fields: list[str]) -> Payload:
        """For the gateway's door, before it shows a record with sensitive fields."""
        with self.work() as session:
            commands.note_reading(session, self.actor, path=path, fields=fields)
            return {}

    @every(lambda settings: LOOK_SECONDS)
    def anchor_audit_daily(self) -> None:
        commands.anchor_daily(self.database, self.bus.as_system(), system_actor(self.name), today(), self.settings.data)
