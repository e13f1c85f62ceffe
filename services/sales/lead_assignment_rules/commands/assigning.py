"""Giving new leads an owner by the rules of their units: deterministic, and safe where several come at once.

The rules that are for a lead are locked, and what is remembered of everybody whom they may give it to; both in one
order, so that nobody waits for one another. Whoever comes second counts what the first one gave away.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from services.sales.lead_assignment_rules import queries, rules
from services.sales.lead_assignment_rules.model import LeadAssignmentRule, LeadTaker, LeadTurn
from services.sales.lead_assignment_rules.rules import Candidate, Method
from services.sales.sellers.queries import Standing, standings_of, standings_within
from shared.clock import now

_MOMENT = timedelta(microseconds=1)

Loads = Callable[[Session, set[str]], dict[str, int]]
"""How many open leads each of these people has, by their ids; the leads' own matter."""


@dataclass(frozen=True)
class NewLead:
    """A lead that has nobody's word yet to whom it goes; `org_unit_id` is where it came up."""

    org_unit_id: str
    source_kind: str
    source_id: str | None
    company: str | None
    industry: str | None
    region: str | None
    budget: Decimal | None
    currency: str


@dataclass(frozen=True)
class Verdict:
    """What the rules say of a lead: by which of them, why, and to whom it goes. Without `owner_id` nobody was left."""

    rule_id: str
    rule_name: str
    method: str
    reason: str
    owner_id: str | None = None
    org_unit_id: str | None = None


def assign_leads(session: Session, leads: Sequence[NewLead], open_leads_of: Loads) -> list[Verdict | None]:
    """One verdict a lead, in their order; none where no rule is for it.

    The first of its rules that has somebody left gives it away.
    """
    in_force = queries.rules_in_force(session, {lead.org_unit_id for lead in leads})
    wanted = {rule.id: rule for lead in leads for rule in in_force[lead.org_unit_id] if rule.is_for(lead)}
    if not wanted:
        return [None for _ in leads]
    queries.hold_rules(session, set(wanted))
    giving = _Giving.of(session, list(wanted.values()), open_leads_of)
    theirs = ([one for one in in_force[lead.org_unit_id] if one.id in wanted and one.is_for(lead)] for lead in leads)
    return [giving.give(lead, found) for lead, found in zip(leads, theirs, strict=True)]


@dataclass
class _Giving:
    """What is known of everybody while leads are given away; everything here is locked."""

    session: Session
    pools: dict[str, list[Standing]]
    loads: dict[str, int]
    takers: dict[str, LeadTaker]
    turns: dict[tuple[str, str], LeadTurn]
    last_turn: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, session: Session, held: Sequence[LeadAssignmentRule], open_leads_of: Loads) -> "_Giving":
        pools = {rule.id: _pool(session, rule) for rule in held}
        people = {one.person_id for pool in pools.values() for one in pool if one.is_available}
        takers = queries.hold_takers(session, people)
        turns = queries.turns_of(session, set(pools))
        giving = cls(session, pools, open_leads_of(session, people), takers, turns)
        for (rule_id, _), kept in turns.items():
            giving.last_turn[rule_id] = max(kept.turn, giving.last_turn.get(rule_id, 0))
        return giving

    def give(self, lead: NewLead, found: Sequence[LeadAssignmentRule]) -> Verdict | None:
        tried = []
        for rule in found:
            choice = rules.choose(Method(rule.method), self._candidates(rule), lead.region)
            if choice.chosen is not None:
                self._note(rule, choice.chosen)
                return Verdict(
                    rule.id, rule.name, rule.method, choice.reason, choice.chosen.person_id, choice.chosen.unit_id
                )
            tried.append(f"{rule.name}: {choice.reason}")
        return Verdict(found[0].id, found[0].name, found[0].method, "; ".join(tried)) if found else None

    def _candidates(self, rule: LeadAssignmentRule) -> list[Candidate]:
        return [self._candidate(rule.id, one) for one in self.pools[rule.id]]

    def _candidate(self, rule_id: str, one: Standing) -> Candidate:
        taker, kept = self.takers.get(one.person_id), self.turns.get((rule_id, one.person_id))
        return Candidate(
            person_id=one.person_id,
            unit_id=one.unit_id,
            territory=one.territory,
            capacity=one.capacity,
            is_available=one.is_available,
            open_leads=self.loads.get(one.person_id, 0),
            turn=kept.turn if kept else 0,
            waits_since=(taker.given_at if taker else None) or rules.LONG_AGO,
        )

    def _note(self, rule: LeadAssignmentRule, chosen: Candidate) -> None:
        """Remember whose turn it was, and when they were given the last."""
        person_id, turn = chosen.person_id, self.last_turn.get(rule.id, 0) + 1
        self.last_turn[rule.id] = turn
        kept = self.turns.get((rule.id, person_id))
        if kept is None:
            kept = self.turns[rule.id, person_id] = LeadTurn(rule_id=rule.id, person_id=person_id, turn=turn)
            self.session.add(kept)
        kept.turn = turn
        self.loads[person_id] = self.loads.get(person_id, 0) + 1
        self.takers[person_id].given_at = self._moment()

    def _moment(self) -> datetime:
        """Later than any at which one of these people was given a lead, whatever the clocks of others say."""
        latest = max((one.given_at for one in self.takers.values() if one.given_at is not None), default=rules.LONG_AGO)
        return max(now(), latest + _MOMENT)


def _pool(session: Session, rule: LeadAssignmentRule) -> list[Standing]:
    """The people to whom the rule may give leads today, in its order."""
    top = queries.path_of(session, rule.org_unit_id)
    if rule.person_ids:
        return standings_of(session, rule.person_ids, top)
    narrower = queries.path_of(session, rule.seller_unit_id or rule.org_unit_id)
    return standings_within(session, narrower) if narrower.startswith(top) else []
