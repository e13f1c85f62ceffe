"""Where changes that are only tried out meet the message bus."""

from typing import Any

from gateway.explanations.queries import address_of, readable_nouns
from gateway.simulations.queries import planning
from gateway.simulations.queries.planning import Plan
from gateway.simulations.queries.sights import SIGHTS
from gateway.simulations.rules import Comparison, Effect
from shared import sights
from shared.actor import Actor
from shared.contracts.gateway.simulations import (
    OPENED,
    AffectedRecordsView,
    Simulate,
    SimulateRecords,
    SimulationView,
)
from shared.contracts.payload import Payload, reply
from shared.entrypoints import Entrypoints
from shared.errors import Kind, Refusal
from shared.rpc import rpc
from shared.signing import sign_actor

COUNTING_SECONDS = 8.0
NOTHING: Payload = {"count": 0, "examples": []}
NO_RECORDS: Payload = {"count": 0, "in_sight": 0, "ids": [], "next": None}


class SimulationEntrypoints(Entrypoints):
    @rpc
    def simulate_access(self, request: Payload) -> Payload:
        form = Simulate().load(request)
        with self.read() as session:
            plan = planning.plan(session, self.actor, **form)
            nouns = {noun for effect in plan.effects for noun in effect.nouns}
            askers = {noun: planning.sight_of(session, self.actor, noun) for noun in nouns}
        return reply(SimulationView, self._counted(plan, askers, form["examples"]))

    @rpc
    def list_simulated_records(self, request: Payload) -> Payload:
        form = SimulateRecords().load(request)
        noun = form["noun"]
        with self.read() as session:
            comparison = planning.comparison_for(session, self.actor, form["change"], form["user"], noun)
            asker = planning.sight_of(session, self.actor, noun)
        page = self._records_of(noun, comparison, asker, form)
        named = [{"id": one, "address": address_of(noun, one)} for one in page["ids"]]
        return reply(AffectedRecordsView, {**page, "data": named})

    def _counted(self, plan: Plan, askers: dict[str, Actor], examples: int) -> Payload:
        """Each comparison is counted by the service that has the records; no transaction is open meanwhile."""
        return {
            "data": [
                {
                    "user": plan.names[effect.person_id],
                    "rights_gained": effect.gained,
                    "rights_lost": effect.lost,
                    "nouns": self._of_nouns(effect, askers, examples),
                }
                for effect in plan.effects
            ],
            "next": plan.next,
        }

    def _of_nouns(self, effect: Effect, askers: dict[str, Actor], examples: int) -> list[Payload]:
        told = []
        for noun, comparison in effect.nouns.items():
            difference = self._compare(noun, comparison, askers[noun], examples)
            if difference is not None:
                told.append({"noun": noun, **difference})
        return told

    def _compare(self, noun: str, comparison: Comparison, asker: Actor, examples: int) -> Payload | None:
        """None where the service keeps such records in no table of their own."""
        told: Payload | None
        before, after = comparison.before, comparison.after
        if noun in SIGHTS:
            with self.read() as session:
                told = sights.difference(session, SIGHTS[noun], asker, before, after, examples)
        else:
            told = self._ask_keeper(
                noun, "compare_sights", asker, {"before": before, "after": after}, examples=examples
            )
        if told is None:
            return None
        return {
            "opened": told["opened"] if comparison.opens else NOTHING,
            "closed": told["closed"] if comparison.closes else NOTHING,
        }

    def _records_of(self, noun: str, comparison: Comparison | None, asker: Actor, form: Payload) -> Payload:
        opens = form["effect"] == OPENED
        if comparison is None or not (comparison.opens if opens else comparison.closes):
            return NO_RECORDS
        here, there = comparison.after, comparison.before
        if not opens:
            here, there = there, here
        limit, cursor = form["limit"], form["cursor"]
        if noun in SIGHTS:
            with self.read() as session:
                return sights.page(session, SIGHTS[noun], asker, here, there, limit=limit, cursor=cursor)
        told = self._ask_keeper(
            noun, "list_difference", asker, {"here": here, "there": there}, limit=limit, cursor=cursor
        )
        return told or NO_RECORDS

    def _ask_keeper(self, noun: str, rpc: str, asker: Actor, compared: dict[str, Actor], **more: Any) -> Payload | None:
        """What the service that has the records says of two sights; None where it has none of its own."""
        signed = {name: sign_actor(actor, self.settings.secret) for name, actor in compared.items()}
        asked = {"noun": noun.partition(".")[2], **signed, **more}
        bus = self.bus.on_behalf_of(asker, COUNTING_SECONDS)
        try:
            told: Payload = bus.call(readable_nouns()[noun].service, rpc, request=asked).result
        except Refusal as refusal:
            if refusal.kind is Kind.NOT_FOUND:
                return None
            raise
        return told
