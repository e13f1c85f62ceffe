"""Where segments meet the message bus, and the timer that keeps them current."""

from services.reporting.segments import commands, queries
from services.reporting.segments.commands import keeping
from shared.actor import system_actor
from shared.bus.timers import every
from shared.clock import now
from shared.contracts.payload import Payload, reply
from shared.contracts.reporting.segments import ChangeSegment, CreateSegment, ShownSegmentView
from shared.entrypoints import Entrypoints
from shared.rpc import rpc

LOOK_SECONDS = 0.5


class SegmentEntrypoints(Entrypoints):
    @every(lambda settings: LOOK_SECONDS)
    def keep_segments_current(self) -> None:
        """One portion after the other, each in a transaction of its own, until nobody waits."""
        while self._somebody_waits():
            self._keep_portion()

    def _somebody_waits(self) -> bool:
        with self.read() as session:
            return queries.has_work(session, now())

    def _keep_portion(self) -> None:
        with self.work() as session:
            keeping.keep_segments(session, system_actor(self.name))

    @rpc
    def create_segment(self, request: Payload) -> Payload:
        form = CreateSegment().load(request)
        with self.work() as session:
            segment = commands.create_segment(session, self.actor, **form)
            return reply(ShownSegmentView, queries.shown(session, segment))

    @rpc
    def get_segment(self, segment_id: str) -> Payload:
        with self.read() as session:
            return reply(ShownSegmentView, queries.show_segment(session, self.actor, segment_id))

    @rpc
    def list_segments(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_segments(session, self.actor, query)

    @rpc
    def list_segment_history(self, segment_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_segment_history(session, self.actor, segment_id, after)

    @rpc
    def list_segment_members(self, segment_id: str, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_segment_members(session, self.actor, segment_id, query)

    @rpc
    def list_segment_stays(self, segment_id: str, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_segment_stays(session, self.actor, segment_id, query)

    @rpc
    def change_segment(self, segment_id: str, request: Payload) -> Payload:
        form = ChangeSegment().load(request)
        with self.work() as session:
            segment = commands.change_segment(session, self.actor, segment_id, **form)
            return reply(ShownSegmentView, queries.shown(session, segment))

    @rpc
    def remove_segment(self, segment_id: str) -> None:
        with self.work() as session:
            commands.remove_segment(session, self.actor, segment_id)
