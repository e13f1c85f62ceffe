"""For which leads a rule is, and to whom it gives one, in plain Python: no database, no wire, no clock."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol

from shared.errors import Conflict, Forbidden, RuleBroken


class RuleStatus(StrEnum):
    ACTIVE = "active"
    RETIRED = "retired"


class Method(StrEnum):
    ROUND_ROBIN = "round_robin"
    TERRITORY = "territory"
    LEAST_LOADED = "least_loaded"


TRANSITIONS: Mapping[str, Mapping[RuleStatus, RuleStatus]] = {
    "retire": {RuleStatus.ACTIVE: RuleStatus.RETIRED},
    "reinstate": {RuleStatus.RETIRED: RuleStatus.ACTIVE},
}

LONG_AGO = datetime.min.replace(tzinfo=UTC)
"""Whoever was never given anything has waited longest."""


class RuleCannotDoThis(Conflict):
    """A rule in this state does not know this step."""

    code = "lead_rule_state_forbids"


class UnitBeyondReach(Forbidden):
    """A rule is for all leads of a unit, so the right to it must reach that whole unit."""

    code = "lead_rule_unit_beyond_reach"


class PersonStandsElsewhere(RuleBroken):
    """A rule gives leads to people of its unit and of the units below it."""

    code = "lead_rule_person_elsewhere"


class SellersStandElsewhere(RuleBroken):
    """A rule gives leads to the sellers of its unit, or of one below it."""

    code = "lead_rule_unit_elsewhere"


class BudgetsAreReversed(RuleBroken):
    """The lower bound of a budget does not lie above the upper one."""

    code = "lead_rule_budgets_reversed"


def next_status(verb: str, status: RuleStatus) -> RuleStatus:
    """The state that the verb leads to; raises `RuleCannotDoThis` where it leads nowhere."""
    try:
        return TRANSITIONS[verb][status]
    except KeyError:
        raise RuleCannotDoThis(f"A rule that is {status} cannot {verb}.", status=status.value) from None


class LeadFacts(Protocol):
    """What a rule looks at in a lead."""

    @property
    def source_kind(self) -> str: ...
    @property
    def source_id(self) -> str | None: ...
    @property
    def company(self) -> str | None: ...
    @property
    def industry(self) -> str | None: ...
    @property
    def region(self) -> str | None: ...
    @property
    def budget(self) -> Decimal | None: ...
    @property
    def currency(self) -> str: ...


@dataclass(frozen=True)
class Conditions:
    """What a lead must be for a rule to be for it; what is empty asks nothing."""

    source_kinds: tuple[str, ...] = ()
    source_ids: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    least_budget: Decimal | None = None
    most_budget: Decimal | None = None
    currency: str | None = None

    def are_met_by(self, lead: LeadFacts) -> bool:
        return (
            _is_among(lead.source_kind, self.source_kinds)
            and _is_among(lead.source_id, self.source_ids)
            and _is_among(lead.industry, self.industries)
            and _is_among(lead.region, self.regions)
            and self._are_met_by_company(lead.company)
            and self._are_met_by_budget(lead.budget, lead.currency)
        )

    def _are_met_by_company(self, company: str | None) -> bool:
        name = (company or "").casefold()
        return not self.companies or any(part.strip().casefold() in name for part in self.companies)

    def _are_met_by_budget(self, budget: Decimal | None, currency: str) -> bool:
        if self.currency is not None and currency != self.currency:
            return False
        if self.least_budget is None and self.most_budget is None:
            return True
        if budget is None:
            return False
        return (self.least_budget is None or self.least_budget <= budget) and (
            self.most_budget is None or budget <= self.most_budget
        )


def _is_among(value: str | None, wanted: Sequence[str]) -> bool:
    return not wanted or (value is not None and alike(value) in {alike(one) for one in wanted})


def alike(text: str) -> str:
    """Codes are the same in whatever case."""
    return text.strip().casefold()


def conditions_of(kept: Mapping[str, Any]) -> Conditions:
    """From their JSON, where amounts are texts and what asks nothing may be left out."""
    return Conditions(
        source_kinds=tuple(kept.get("source_kinds", ())),
        source_ids=tuple(kept.get("source_ids", ())),
        companies=tuple(kept.get("companies", ())),
        industries=tuple(kept.get("industries", ())),
        regions=tuple(kept.get("regions", ())),
        least_budget=_amount(kept.get("least_budget")),
        most_budget=_amount(kept.get("most_budget")),
        currency=kept.get("currency"),
    )


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def ensure_budgets(least: Decimal | None, most: Decimal | None) -> None:
    if least is not None and most is not None and least > most:
        raise BudgetsAreReversed("No budget is at least the one and at most the other.")


@dataclass(frozen=True)
class Candidate:
    """Somebody whom a rule may give a lead. `turn` is when this rule gave them the last, counted; 0 for never."""

    person_id: str
    unit_id: str
    territory: str | None = None
    capacity: int | None = None
    is_available: bool = True
    open_leads: int = 0
    turn: int = 0
    waits_since: datetime = LONG_AGO

    def why_not(self) -> str | None:
        """Why nothing new is given to them now."""
        if not self.is_available:
            return "away or inactive"
        return "at capacity" if self.capacity is not None and self.open_leads >= self.capacity else None


@dataclass(frozen=True)
class Choice:
    """Whom a rule chose, or nobody; and why."""

    chosen: Candidate | None
    reason: str


def choose(method: Method, candidates: Sequence[Candidate], region: str | None) -> Choice:
    """The order of the candidates decides where nothing else does, so that the same state gives the same answer."""
    fitting = list(candidates)
    if method is Method.TERRITORY:
        fitting = [one for one in candidates if _is_of(region, one.territory)]
    left = [one for one in fitting if one.why_not() is None]
    if not left:
        return Choice(None, _why_nobody(method, fitting, region))
    if method is Method.LEAST_LOADED:
        fewest = min(left, key=lambda one: (one.open_leads, one.waits_since))
        return Choice(fewest, f"has fewest open leads ({fewest.open_leads}) of {_counted(left, candidates)}")
    due = min(left, key=lambda one: one.turn)
    if method is Method.TERRITORY:
        return Choice(due, f"territory {due.territory} is the lead's region, next of {_counted(left, candidates)}")
    return Choice(due, f"next in turn of {_counted(left, candidates)}")


def _is_of(region: str | None, territory: str | None) -> bool:
    return region is not None and territory is not None and alike(region) == alike(territory)


def _counted(left: Sequence[Candidate], candidates: Sequence[Candidate]) -> str:
    return f"{len(left)} who could be given it, {len(candidates)} in all"


def _why_nobody(method: Method, fitting: Iterable[Candidate], region: str | None) -> str:
    counts = Counter(one.why_not() for one in fitting)
    if counts:
        return "nobody is left: " + ", ".join(f"{count} {why}" for why, count in sorted(counts.items(), key=str))
    if method is Method.TERRITORY:
        return "the lead has no region" if region is None else f"nobody has the territory {region}"
    return "there is nobody to give it to"
