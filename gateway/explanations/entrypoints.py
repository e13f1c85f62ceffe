"""Where questions of why meet the message bus."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from gateway.access.queries import actor_of
from gateway.explanations import queries
from gateway.explanations.queries import Target
from gateway.explanations.rules import chain, wording
from gateway.explanations.rules.chain import Decision, Entry, Limits, Link, Person
from shared.contracts.gateway.access import ExplainQuery, ExplanationView
from shared.contracts.payload import Payload, reply
from shared.contracts.rights import all_rights
from shared.entrypoints import Entrypoints
from shared.errors import Kind, NotFound, Refusal
from shared.rpc import rpc

ASKING_SECONDS = 5.0


class ExplanationEntrypoints(Entrypoints):
    @rpc
    def explain_access(self, query: Payload, language: str | None = None) -> Payload:
        form = ExplainQuery().load(query)
        target = queries.find_target(form["record"])
        right = form.get("right") or f"{target.noun}:read"
        chain.ensure_right_of(target.noun, right, all_rights())
        with self.read() as session:
            queries.ensure_may_ask_about(session, self.actor, form["user"])
            language = queries.language_of(session, self.actor, language)
        self._ensure_in_sight(target)
        return reply(ExplanationView, self._explained(target, form["user"], right, language))

    def _explained(self, target: Target, person_id: str, right: str, language: str) -> Payload:
        with self.read() as session:
            person = queries.describe_person(session, person_id)
            grants = queries.grants_including(session, person.id, right)
        decided = self._decide(target, person, right) if grants and person.active else None
        own_token = self.actor.scopes if person.id == self.actor.user_id else None
        entry = Entry(right, target.route.for_partners, own_token)
        answer = chain.answer(person, entry, bool(grants), decided)
        limits = self._limits(person, right) if decided else None
        links = chain.links(person, entry, grants, limits, decided)
        return _told(target, person, right, answer, links, language)

    def _ensure_in_sight(self, target: Target) -> None:
        """What the asker may not read is not there for them: the explanation must not tell that it is."""
        if not self._reads(target, self.actor.user_id, self.actor.scopes):
            raise NotFound(f"There is no {target.noun} {target.record_id}.")

    def _reads(self, target: Target, person_id: str, scopes: Sequence[str] | None = None) -> bool:
        """Whether reading the record succeeds for this person: asked of the service as the door asks it."""
        try:
            self._ask(target, person_id, target.route.right, target.route.rpc, scopes, **target.arguments)
        except Refusal as refusal:
            if refusal.kind in (Kind.NOT_FOUND, Kind.FORBIDDEN):
                return False
            raise
        return True

    def _decide(self, target: Target, person: Person, right: str) -> Decision:
        reads = self._reads(target, person.id)
        told = self._ways_to(target, person, right)
        with self.read() as session:
            return queries.decision_on(session, reads, told)

    def _ways_to(self, target: Target, person: Person, right: str) -> Payload | None:
        """What the service says of each way; None of the gateway's own nouns and of those of the whole company."""
        if target.route.service == self.name:
            return None
        asked = {"noun": target.noun.partition(".")[2], "record_id": target.record_id}
        try:
            told: Payload = self._ask(target, person.id, right, "explain_record", None, **asked)
        except Refusal as refusal:
            if refusal.kind is Kind.NOT_FOUND:
                return None
            raise
        return told

    def _ask(
        self, target: Target, person_id: str, right: str, rpc: str, scopes: Sequence[str] | None, /, **arguments: str
    ) -> Any:
        """Ask the service that owns the record, as this person by this right. No transaction is open meanwhile."""
        with self.read() as session:
            actor = actor_of(session, person_id, right, scopes)
        # limits of fields are about what is shown, not about whether it is
        actor = replace(actor, fields=None, closed=frozenset())
        return self.bus.on_behalf_of(actor, ASKING_SECONDS).call(target.route.service, rpc, **arguments).result

    def _limits(self, person: Person, right: str) -> Limits:
        with self.read() as session:
            return queries.limits_of(session, person.id, right)


def _told(target: Target, person: Person, right: str, answer: int, links: list[Link], language: str) -> Payload:
    verdict = Link("may", answer == chain.MAY, {"person": {"name": person.name}})
    return {
        "user": person,
        "record": {"noun": target.noun, "id": target.record_id, "address": target.address},
        "right": right,
        "may": verdict.holds,
        "answer": answer,
        "sentence": wording.say(verdict, language),
        "chain": [
            {"rule": link.rule, "holds": link.holds, "sentence": wording.say(link, language), "facts": link.facts}
            for link in links
        ],
    }
