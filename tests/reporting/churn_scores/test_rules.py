"""Scores are learnt from how customers stood, and held against what became of them."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.churn_scores.rules import MOST_CUTS, NO_BETTER, TOO_LITTLE, USED, learn
from services.reporting.churn_scores.rules.regression import Example, fit
from services.reporting.churn_scores.rules.standing import FACTORS, LOOKBACK, Order, Past, examples_at, stand
from shared.held_out import area_under_curve, brier_score

ON = date(2026, 11, 1)
VALUES = st.tuples(st.sampled_from("ab"), st.sampled_from("cde"))


def ago(days: int) -> date:
    return ON - timedelta(days=days)


def orders(*days: int, amounts: Sequence[float] | None = None) -> Past:
    told = zip(days, amounts or [100.0] * len(days), strict=True)
    return Past([Order(ago(day), "USD", amount) for day, amount in told]).in_order()


def faithful_and_fickle(seed: int, many: int = 400) -> dict[str, Past]:
    """Half order every week or two for all three years; half stop some day, after some orders."""
    chance, made = random.Random(seed), dict[str, Past]()
    for place in range(many):
        past, day = Past(), ON - timedelta(days=1090)
        leaves = place % 2 == 1
        while day <= ON:
            past.orders.append(Order(day, "USD", 100.0))
            if leaves and chance.random() < 0.04:
                break
            day += timedelta(days=chance.randrange(7, 15))
        made[f"{place:08}"] = past
    return made


def by_chance(seed: int, many: int = 400) -> dict[str, Past]:
    """On each day everybody orders with the same chance, whatever came before."""
    chance = random.Random(seed)
    return {f"{place:08}": orders(*(day for day in range(1090) if chance.random() < 1 / 45)) for place in range(many)}


def test_a_customer_is_told_by_how_it_stood_then_and_by_nothing_later() -> None:
    past = orders(400, 100, 70, 40, 5, amounts=(9.0, 100.0, 200.0, 300.0, 50.0))
    past.requests, past.lost_deals, past.contacts = [ago(300), ago(60), ago(50), ago(2)], [ago(45)], [ago(90), ago(1)]
    then = stand(past, ago(30))
    assert then is not None
    assert (then.quiet_days, then.interval, then.orders, then.value_ratio) == (10, 30.0, 3, 2.0)
    assert (then.requests, then.lost_deals, then.contact_days) == (2, 1, 60)
    assert dict(zip(FACTORS, then.values, strict=True)) == {
        "recency": "up to 30",
        "rhythm": "up to 0.5",
        "frequency": "over 2 up to 5",
        "value": "over 1.1 up to 2",
        "requests": "over 1",
        "lost_deals": "over 0 up to 1",
        "contact": "over 30 up to 90",
    }


def test_who_has_not_ordered_within_the_lookback_is_no_customer_who_orders() -> None:
    assert stand(orders(LOOKBACK), ON) is None
    once = stand(orders(LOOKBACK - 1), ON)
    assert once is not None
    assert (once.orders, once.interval, once.values[1], once.values[3]) == (1, None, "none", "none")
    assert stand(Past(), ON) is None


@pytest.mark.parametrize(("ordered", "gone"), [(60, True), (30, False), (31, True), (1, False)])
def test_gone_is_who_did_not_order_on_a_day_of_the_horizon(ordered: int, gone: bool) -> None:
    """On the 61st day before, with a horizon of 60 days: the 60 days up to yesterday's."""
    first, horizon = 90, 30
    past = orders(first, 60 - ordered) if ordered < 60 else orders(first)
    (example,) = examples_at([past], ago(60), horizon)
    assert example.gone is gone


@pytest.mark.parametrize("seed", range(3))
def test_who_stops_is_told_from_who_stays_and_it_is_said_by_what(seed: int) -> None:
    pasts = faithful_and_fickle(seed)
    learnt = learn(pasts, ON, 60)
    assert (learnt.basis, learnt.says) == ("factors", USED)
    accuracy = learnt.accuracy
    assert accuracy.auc is not None
    assert accuracy.brier is not None
    assert accuracy.base_brier is not None
    assert accuracy.auc > 0.85
    assert accuracy.brier < accuracy.base_brier / 2
    assert learnt.model is not None
    quiet, busy = stand(orders(300, 290, 280), ON), stand(orders(*range(3, 360, 10)), ON)
    assert quiet is not None
    assert busy is not None
    assert learnt.model.chance(quiet.values) > 0.9
    assert learnt.model.chance(busy.values) < 0.2
    effects = {one.factor: one.weight for one in learnt.model.effects(quiet.values)}
    assert effects["recency"] > 0
    assert effects["requests"] == effects["lost_deals"] == 0, "what is so of all tells nothing"


def test_what_was_held_out_teaches_nothing() -> None:
    """Whatever happens in the last horizon, what was known a horizon before the others says the same of them."""
    pasts = faithful_and_fickle(1)
    cut = {customer: Past([one for one in past.orders if one.on <= ago(60)]) for customer, past in pasts.items()}
    whole, before = learn(pasts, ago(60), 60), learn(cut, ago(60), 60)
    assert (whole.accuracy, whole.learnt_from) == (before.accuracy, before.learnt_from)


def test_where_nothing_tells_who_stays_the_scores_claim_no_more_than_the_base_rate() -> None:
    found = [learn(by_chance(seed), ON, 30) for seed in range(4)]
    for learnt in found:
        accuracy = learnt.accuracy
        assert accuracy.auc == pytest.approx(0.5, abs=0.04)
        assert accuracy.brier == pytest.approx(accuracy.base_brier, abs=0.004)
        assert learnt.says == (USED if accuracy.better else NO_BETTER)
    assert "base_rate" in {learnt.basis for learnt in found}


@pytest.mark.parametrize("pasts", [{}, {"a": orders(100, 10)}, faithful_and_fickle(1, many=8)])
def test_from_too_little_no_score_is_made(pasts: dict[str, Past]) -> None:
    learnt = learn(pasts, ON, 90)
    assert (learnt.basis, learnt.says, learnt.accuracy.auc, learnt.accuracy.tells) == ("none", TOO_LITTLE, None, False)


def test_where_everybody_stays_there_is_nothing_to_tell() -> None:
    pasts = {f"{place}": orders(*range(place % 7, 1090, 7)) for place in range(200)}
    assert learn(pasts, ON, 90).basis == "none"


def test_a_long_horizon_looks_back_less_often() -> None:
    pasts = faithful_and_fickle(1)
    assert learn(pasts, ON, 365).learnt_from == sum(
        len(examples_at(pasts.values(), ago(days), 365)) for days in (365, 730)
    )
    assert learn(pasts, ON, 7).learnt_from == sum(
        len(examples_at(pasts.values(), ago(7 * cut), 7)) for cut in range(1, MOST_CUTS + 1)
    )


@given(st.lists(st.tuples(VALUES, st.booleans()), min_size=2).filter(lambda told: len({gone for _, gone in told}) == 2))
def test_the_chances_of_all_sum_to_how_many_were_gone(told: list[tuple[tuple[str, str], bool]]) -> None:
    """What holds of every logistic regression with a free constant."""
    examples = [Example(values, gone) for values, gone in told]
    model = fit(("first", "second"), examples)
    assert sum(model.chance(one.values) for one in examples) == pytest.approx(sum(one.gone for one in examples))
    for place in range(2):
        effects = [model.effects(one.values)[place].weight for one in examples]
        assert sum(effects) == pytest.approx(0, abs=1e-6)


def test_the_odds_of_one_factor_with_many_are_those_that_were_seen() -> None:
    shares = {"low": 0.1, "middle": 0.5, "high": 0.8}
    examples = [Example((value,), place < 2000 * share) for value, share in shares.items() for place in range(2000)]
    model = fit(("only",), examples)
    for value, share in shares.items():
        assert model.chance((value,)) == pytest.approx(share, abs=0.01)
    weights = [model.effects((value,))[0].weight for value in shares]
    assert all(lower < higher for lower, higher in pairwise(weights))
    assert model.effects(("never seen",))[0].weight == 0


def test_two_factors_that_say_the_same_say_it_once() -> None:
    examples = [
        Example((value, value), place < share) for value, share in (("a", 200), ("b", 800)) for place in range(1000)
    ]
    both, one = fit(("x", "y"), examples), fit(("x",), [Example(told.values[:1], told.gone) for told in examples])
    assert both.chance(("a", "a")) == pytest.approx(one.chance(("a",)), abs=0.01)


def test_the_scores_of_accuracy_by_hand() -> None:
    said = [(0.9, True), (0.4, True), (0.4, False), (0.1, False)]
    assert area_under_curve(said) == pytest.approx((1 + 1 + 0.5 + 1) / 4)
    assert brier_score(said) == pytest.approx((0.01 + 0.36 + 0.16 + 0.01) / 4)
    assert area_under_curve([(0.3, True)]) is None
