"""When an opportunity may change, as plain Python."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.sales.opportunities import rules
from services.sales.opportunities.rules import OpportunityStatus
from services.sales.stages.rules import SHIPPED, Ladder, StageIsOutcome, StageIsUnknown, Step
from shared import sharing

OPEN, WON, LOST = OpportunityStatus
LADDER = Ladder(SHIPPED)
DEMANDING = Ladder([Step("a", "A", 1, 10, ("amount",)), Step("b", "B", 2, 20, ("customer",)), Step("c", "C", 3, 30)])


def advance(ladder: Ladder, here: str, there: str, known: dict[str, Any]) -> None:
    rules.ensure_may_advance(here, ladder.open_at(there).code, ladder.left_between(here, there), known)


@pytest.mark.parametrize(
    ("verb", "status", "expected"),
    [
        ("change", OPEN, OPEN),
        ("advance", OPEN, OPEN),
        ("transfer", OPEN, OPEN),
        ("win", OPEN, WON),
        ("lose", OPEN, LOST),
        ("reopen", WON, OPEN),
        ("reopen", LOST, OPEN),
    ],
)
def test_the_verbs_that_a_state_knows(verb: str, status: OpportunityStatus, expected: OpportunityStatus) -> None:
    assert rules.next_status(verb, status) is expected


@pytest.mark.parametrize("status", [WON, LOST])
@pytest.mark.parametrize("verb", ["change", "advance", "transfer", "win", "lose"])
def test_a_closed_deal_only_knows_reopen(verb: str, status: OpportunityStatus) -> None:
    with pytest.raises(rules.OpportunityCannotDoThis):
        rules.next_status(verb, status)


def test_an_open_deal_cannot_be_reopened() -> None:
    with pytest.raises(rules.OpportunityCannotDoThis):
        rules.next_status("reopen", OPEN)


def test_every_stage_left_behind_is_asked_for_what_it_demands() -> None:
    with pytest.raises(rules.CriteriaAreUnmet) as refusal:
        advance(DEMANDING, "a", "c", {})
    assert refusal.value.extra["unmet"] == {"a": ["amount"], "b": ["customer"]}


@pytest.mark.parametrize(("here", "there"), [("a", "c"), ("c", "a"), ("b", "a")])
def test_a_deal_of_which_all_is_known_goes_anywhere(here: str, there: str) -> None:
    known = {"amount": Decimal(0), "customer": "x"}
    advance(DEMANDING, here, there, known)


def test_going_down_demands_nothing() -> None:
    advance(DEMANDING, "c", "a", {})


@pytest.mark.parametrize(
    ("there", "refusal"),
    [
        ("won", StageIsOutcome),
        ("lost", StageIsOutcome),
        ("nowhere", StageIsUnknown),
        ("engaging", rules.OpportunityIsThereAlready),
    ],
)
def test_no_deal_advances_there(there: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        advance(LADDER, "engaging", there, {})


def test_a_deal_is_not_closed_tomorrow() -> None:
    rules.ensure_not_future(date(2026, 1, 1), date(2026, 1, 1))
    with pytest.raises(rules.ClosedInFuture):
        rules.ensure_not_future(date(2026, 1, 2), date(2026, 1, 1))


@given(st.decimals(0, 10**12, places=4), st.integers(0, 100))
def test_the_weighted_amount_is_exact_to_the_last_place(amount: Decimal, probability: int) -> None:
    weighted = rules.weighted(amount, probability)
    assert weighted is not None
    stored = int(amount * 10_000)
    assert int(weighted * 10_000) == (stored * probability + 50) // 100


def test_a_deal_is_shared_only_so_widely() -> None:
    sharing.ensure_room_for_a_share(sharing.MOST_SHARES - 1)
    with pytest.raises(sharing.SharedTooWidely):
        sharing.ensure_room_for_a_share(sharing.MOST_SHARES)
