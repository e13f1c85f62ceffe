"""Where changes that are only tried out meet the message bus."""

from gateway.explanations.queries import readable_nouns
from gateway.simulations import queries
from gateway.simulations.queries import Plan
from gateway.simulations.rules import Comparison, Effect
from shared.actor import Actor
from shared.contracts.gateway.simulations import Simulate, SimulationView
from shared.contracts.payload import Payload, reply
from shared.entrypoints import Entrypoints
from shared.errors import Kind, Refusal
from shared.rpc import rpc
from shared.signing import sign_actor

COUNTING_SECONDS = 8.0
NOTHING: Payload = {"count": 0, "examples": []}


class SimulationEntrypoints(Entrypoints):
    @rpc
    def simulate_access(self, request: Payload) -> Payload:
        form = Simulate().load(request)
        with self.read() as session:
            plan = queries.plan(session, self.actor, **form)
            nouns = {noun for effect in plan.effects for noun in effect.nouns}
            sights = {noun: queries.sight_of(session, self.actor, noun) for noun in nouns}
        return reply(SimulationView, self._counted(plan, sights, form["examples"]))

    def _counted(self, plan: Plan, sights: dict[str, Actor], examples: int) -> Payload:
        """Each comparison is counted by the service that has the records; no transaction is open meanwhile."""
        return {
            "data": [
                {
                    "user": plan.names[effect.person_id],
                    "rights_gained": effect.gained,
                    "rights_lost": effect.lost,
                    "nouns": self._of_nouns(effect, sights, examples),
                }
                for effect in plan.effects
            ],
            "next": plan.next,
        }

    def _of_nouns(self, effect: Effect, sights: dict[str, Actor], examples: int) -> list[Payload]:
        told = []
        for noun, comparison in effect.nouns.items():
            difference = self._compare(noun, comparison, sights[noun], examples)
            if difference is not None:
                told.append({"noun": noun, **difference})
        return told

    def _compare(self, noun: str, comparison: Comparison, asker: Actor, examples: int) -> Payload | None:
        """None for nouns of the whole company, which have neither owner nor unit."""
        secret = self.settings.secret
        asked = {
            "noun": noun.partition(".")[2],
            "before": sign_actor(comparison.before, secret),
            "after": sign_actor(comparison.after, secret),
            "examples": examples,
        }
        bus = self.bus.on_behalf_of(asker, COUNTING_SECONDS)
        try:
            told = bus.call(readable_nouns()[noun].service, "compare_sights", request=asked).result
        except Refusal as refusal:
            if refusal.kind is Kind.NOT_FOUND:
                return None
            raise
        return {
            "opened": told["opened"] if comparison.opens else NOTHING,
            "closed": told["closed"] if comparison.closes else NOTHING,
        }
