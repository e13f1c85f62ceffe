"""Where placements meet the message bus, and the timer that places customers when the rules have changed."""

from sqlalchemy.orm import Session

from services.sales.customers.queries import is_any_waiting
from services.sales.placements import commands, queries
from shared.actor import Actor, system_actor
from shared.bus.timers import every
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.contacts import ContactChanged, ContactRemoved
from shared.contracts.sales.territories import (
    AddedRulesView,
    AddRules,
    ConflictQuery,
    ConflictsView,
    PlacementView,
    SweepView,
)
from shared.entrypoints import Entrypoints
from shared.field_limits import ensure_all_open
from shared.rpc import handles, rpc

LOOK_SECONDS = 1.0


class PlacementEntrypoints(Entrypoints):
    @every(lambda settings: LOOK_SECONDS)
    def place_customers(self) -> None:
        """Some at a time, each time in a transaction of its own, until all are placed by the rules as they are."""
        with self.read() as session:
            waiting, due = is_any_waiting(session), queries.is_pass_due(session)
        while waiting:
            with self.work() as session:
                waiting = commands.place_waiting(session, system_actor(self.name))
        while due:
            with self.work() as session:
                due = commands.sweep_on(session, system_actor(self.name))

    @rpc
    def remove_territory(self, territory_id: str) -> None:
        with self.work() as session:
            commands.remove_territory(session, self.actor, territory_id)

    @rpc
    def add_territory_rules(self, territory_id: str, request: Payload) -> Payload:
        form = AddRules().load(request)
        with self.work() as session:
            added = commands.add_rules(session, self.actor, territory_id, form["rules"])
            return reply(AddedRulesView, {"data": added})

    @rpc
    def get_customer_territory(self, customer_id: str) -> Payload:
        """What claims a customer tells what it is, so it is for those to whom all of a customer is open."""
        ensure_all_open(self.actor.fields)
        with self.read() as session:
            return reply(PlacementView, queries.show_placement(session, self.actor, customer_id))

    @rpc
    def list_territory_conflicts(self, query: Payload) -> Payload:
        ensure_all_open(self.actor.fields)
        form = ConflictQuery().load(query)
        with self.read() as session:
            return reply(ConflictsView, queries.list_conflicts(session, self.actor, **form))

    @rpc
    def get_territory_sweep(self) -> Payload:
        with self.read() as session:
            return reply(SweepView, queries.show_standing(session))

    @handles(ContactChanged)
    def place_by_changed_contact(self, session: Session, actor: Actor, event: ContactChanged) -> None:
        commands.follow_contact(session, event)

    @handles(ContactRemoved)
    def place_by_removed_contact(self, session: Session, actor: Actor, event: ContactRemoved) -> None:
        commands.follow_contact(session, event)
