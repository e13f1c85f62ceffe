"""Where changes of people that have a day meet the message bus, and the timer that makes them when it has come."""

import structlog

from gateway.people.queries import show
from gateway.planned_changes import commands, queries
from shared.bus.timers import every
from shared.clock import today
from shared.contracts.gateway.groups import JoinGroup
from shared.contracts.gateway.people import MovePerson, PersonView
from shared.contracts.gateway.planned_changes import PlannedChangeView
from shared.contracts.payload import Payload, reply
from shared.entrypoints import Entrypoints
from shared.rpc import rpc

LOOK_SECONDS = 2.0

_log = structlog.get_logger(__name__)


class PlannedChangeEntrypoints(Entrypoints):
    @rpc
    def move_person(self, person_id: str, request: Payload) -> Payload:
        form = MovePerson().load(request)
        with self.work() as session:
            return reply(PersonView, show(session, commands.move_person(session, self.actor, person_id, **form)))

    @rpc
    def add_group_member(self, group_id: str, request: Payload) -> Payload:
        form = JoinGroup().load(request)
        with self.work() as session:
            person = commands.join_group(session, self.actor, form.pop("person_id"), group_id, **form)
            return reply(PersonView, show(session, person))

    @rpc
    def list_planned_changes(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_planned_changes(session, self.actor, query)

    @rpc
    def get_planned_change(self, planned_change_id: str) -> Payload:
        with self.read() as session:
            return reply(PlannedChangeView, queries.get_planned_change(session, self.actor, planned_change_id))

    @rpc
    def list_planned_change_history(self, planned_change_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_planned_change_history(session, self.actor, planned_change_id, after)

    @rpc
    def cancel_planned_change(self, planned_change_id: str) -> Payload:
        with self.work() as session:
            return reply(PlannedChangeView, commands.cancel_planned_change(session, self.actor, planned_change_id))

    @every(lambda settings: LOOK_SECONDS)
    def carry_out_planned_changes(self) -> None:
        """One that fails holds up no other; it is tried again."""
        with self.read() as session:
            due = queries.due(session, today())
        for planned_change_id in due:
            try:
                with self.database.write() as session:
                    commands.carry_out(session, planned_change_id)
            except Exception as fault:
                _log.warning("planned change not made", planned_change_id=planned_change_id, reason=str(fault))
