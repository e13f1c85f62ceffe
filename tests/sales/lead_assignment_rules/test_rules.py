"""For which leads a rule is, and whom it chooses."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.sales.lead_assignment_rules import rules
from services.sales.lead_assignment_rules.rules import Candidate, Method, RuleStatus

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Seen:
    """A lead as rules see it."""

    source_kind: str = "manual"
    source_id: str | None = None
    company: str | None = None
    industry: str | None = None
    region: str | None = None
    budget: Decimal | None = None
    currency: str = "USD"


def people(count: int, **more: Any) -> list[Candidate]:
    return [Candidate(f"p{number}", "unit", **more) for number in range(count)]


@pytest.mark.parametrize(
    ("kept", "seen", "met"),
    [
        ({}, Seen(), True),
        ({"source_kinds": ["campaign", "case"]}, Seen(source_kind="case"), True),
        ({"source_kinds": ["campaign"]}, Seen(), False),
        ({"source_ids": ["c-1"]}, Seen(source_id="c-1"), True),
        ({"source_ids": ["c-1"]}, Seen(), False),
        ({"regions": ["north"]}, Seen(region="NORTH "), True),
        ({"regions": ["north"]}, Seen(region="north-1"), False),
        ({"regions": ["north"]}, Seen(), False),
        ({"industries": ["Mills", "Pumps"]}, Seen(industry="pumps"), True),
        ({"companies": [" gear"]}, Seen(company="North GEARS"), True),
        ({"companies": ["gear"]}, Seen(), False),
        ({"companies": []}, Seen(), True),
        ({"currency": "EUR"}, Seen(), False),
        ({"least_budget": "100.00", "currency": "USD"}, Seen(budget=Decimal(100)), True),
        ({"least_budget": "100.00", "currency": "USD"}, Seen(budget=Decimal("99.99")), False),
        ({"least_budget": "100.00", "currency": "USD"}, Seen(), False),
        ({"least_budget": "100.00", "currency": "EUR"}, Seen(budget=Decimal(200)), False),
        ({"most_budget": "100.00", "currency": "USD"}, Seen(budget=Decimal(100)), True),
        ({"most_budget": "100.00", "currency": "USD"}, Seen(budget=Decimal("100.01")), False),
        ({"regions": ["north"], "source_kinds": ["case"]}, Seen(region="north"), False),
    ],
)
def test_a_lead_meets_all_that_is_asked(kept: dict[str, Any], seen: Seen, met: bool) -> None:
    assert rules.conditions_of(kept).are_met_by(seen) is met


@given(
    least=st.decimals(0, 1000, places=2),
    most=st.decimals(0, 1000, places=2),
    budget=st.decimals(0, 1000, places=2),
)
def test_a_budget_lies_between_both_bounds_which_belong_to_it(least: Decimal, most: Decimal, budget: Decimal) -> None:
    kept = {"least_budget": str(least), "most_budget": str(most), "currency": "USD"}
    assert rules.conditions_of(kept).are_met_by(Seen(budget=budget)) is (least <= budget <= most)
    if least > most:
        with pytest.raises(rules.BudgetsAreReversed):
            rules.ensure_budgets(least, most)
    else:
        rules.ensure_budgets(least, most)


@given(count=st.integers(2, 7), leads=st.integers(1, 60))
def test_in_turn_nobody_is_given_two_in_a_row_and_all_are_given_as_many(count: int, leads: int) -> None:
    given_to, candidates = [], people(count)
    for turn in range(1, leads + 1):
        chosen = rules.choose(Method.ROUND_ROBIN, candidates, None).chosen
        assert chosen is not None
        given_to.append(chosen.person_id)
        candidates = [replace(one, turn=turn) if one is chosen else one for one in candidates]
    assert all(one != other for one, other in pairwise(given_to))
    counts = Counter(given_to)
    assert max(counts.values()) - min(counts[one.person_id] for one in candidates) <= 1


@given(loads=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3)), min_size=1, max_size=8))
def test_fewest_open_leads_decide_then_the_longest_wait_then_the_order(loads: list[tuple[int, int]]) -> None:
    candidates = [
        Candidate(f"p{at}", "unit", open_leads=load, waits_since=NOON + timedelta(minutes=wait))
        for at, (load, wait) in enumerate(loads)
    ]
    chosen = rules.choose(Method.LEAST_LOADED, candidates, None).chosen
    assert chosen is candidates[loads.index(min(loads))]


def test_who_was_never_given_anything_has_waited_longest() -> None:
    first, never = people(2)
    chosen = rules.choose(Method.LEAST_LOADED, [replace(first, waits_since=NOON), never], None).chosen
    assert chosen == never


def test_a_territory_is_the_region_of_the_lead_in_whatever_case_and_in_turn() -> None:
    one, two, other = people(3)
    candidates = [
        replace(one, territory="North", turn=2),
        replace(two, territory="NORTH", turn=1),
        replace(other, territory="south"),
    ]
    choice = rules.choose(Method.TERRITORY, candidates, "north")
    assert choice.chosen == candidates[1]
    assert "NORTH" in choice.reason
    for region, reason in ((None, "the lead has no region"), ("west", "nobody has the territory west")):
        nobody = rules.choose(Method.TERRITORY, candidates, region)
        assert (nobody.chosen, nobody.reason) == (None, reason)


@pytest.mark.parametrize("method", Method)
def test_nobody_away_or_at_capacity_is_chosen_by_any_method(method: Method) -> None:
    away, full, empty = people(3, territory="north")
    candidates = [
        replace(away, is_available=False),
        replace(full, capacity=2, open_leads=2),
        replace(empty, capacity=0),
    ]
    choice = rules.choose(method, candidates, "north")
    assert choice.chosen is None
    assert choice.reason == "nobody is left: 2 at capacity, 1 away or inactive"
    free = replace(full, capacity=2, open_leads=1)
    assert rules.choose(method, [*candidates, free], "north").chosen == free
    assert rules.choose(method, [], "north").chosen is None


@pytest.mark.parametrize("verb", sorted(rules.TRANSITIONS))
@pytest.mark.parametrize("status", RuleStatus)
def test_each_step_leads_where_it_should_or_is_refused(verb: str, status: RuleStatus) -> None:
    allowed = {("retire", "active"): "retired", ("reinstate", "retired"): "active"}
    expected = allowed.get((verb, str(status)))
    if expected is None:
        with pytest.raises(rules.RuleCannotDoThis):
            rules.next_status(verb, status)
    else:
        assert str(rules.next_status(verb, status)) == expected
