"""Scores are learnt from what was known, and held against what became of deals."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.win_scores.rules import NO_BETTER, TOO_FEW, Accuracy, Past, area, measure, model_of

SCORES = st.sampled_from([0.1, 0.2, 0.5, 0.9])
START = date(2025, 1, 1)


def past(chance: random.Random, telling: bool, many: int = 4000) -> list[Past]:
    """Deals of good and bad sellers; where the seller tells nothing both win half of theirs."""
    made = []
    for _ in range(many):
        seller = chance.choice(["good", "bad"])
        wins = chance.random() < ({"good": 0.8, "bad": 0.2}[seller] if telling else 0.5)
        began = START + timedelta(days=chance.randrange(330))
        made.append(Past(wins, began, began + timedelta(days=chance.randrange(1, 60)), {"seller": seller}))
    return made


MOMENTS = [date(2025, month, 1) for month in (4, 7, 10)]


@pytest.mark.parametrize("seed", range(3))
def test_where_sellers_differ_scores_are_better_than_the_base_rate_and_say_why(seed: int) -> None:
    deals = past(random.Random(seed), telling=True)
    accuracy = measure(deals, MOMENTS)
    assert accuracy.better
    assert float(accuracy.auc or 0) > 0.7
    assert float(accuracy.log_loss or 9) < float(accuracy.base_log_loss or 0)
    for one in accuracy.calibration:
        assert abs(float(one.said) - float(one.won)) < 0.15
    model = model_of(deals)
    (first, *_) = model.factors(0, {"seller": "good"})
    assert (first.factor, first.value) == ("seller", "good")
    assert first.weight > 1
    assert 0.7 < model.score(model.factors(0, {"seller": "good"})) < 0.85


def test_deals_that_were_held_out_teach_nothing() -> None:
    """From before the moment sellers look good or bad; of those held out it is the other way round, and that shows."""
    sellers, soon = ("good", "bad"), START + timedelta(days=9)
    before = [Past(seller == "good", START, soon, {"seller": seller}) for seller in sellers]
    moment = START + timedelta(days=60)
    after = [
        Past(seller == "bad", moment - timedelta(days=1), moment + timedelta(days=5), {"seller": seller})
        for seller in sellers
    ]
    accuracy = measure([*before * 100, *after * 100], [moment])
    assert (accuracy.deals, accuracy.auc, accuracy.better, accuracy.says) == (200, "0.0000", False, NO_BETTER)


def test_a_few_deals_prove_nothing() -> None:
    accuracy = measure(past(random.Random(1), telling=True, many=60), MOMENTS)
    assert (accuracy.better, accuracy.auc, accuracy.says) == (False, None, TOO_FEW)
    assert Accuracy(0).says == TOO_FEW


def test_a_value_that_nobody_saw_adds_nothing() -> None:
    model = model_of(past(random.Random(2), telling=True))
    unseen = next(one for one in model.factors(0, {"seller": "new"}) if one.factor == "seller")
    assert (round(unseen.weight, 9), unseen.deals) == (0, 0)
    assert model_of([]).score(model_of([]).factors(3, {"seller": None})) == pytest.approx(0.5)


@given(st.lists(st.tuples(SCORES, st.booleans())))
def test_the_area_is_the_share_of_pairs_in_order(said: list[tuple[float, bool]]) -> None:
    won, lost = ([score for score, wins in said if wins is outcome] for outcome in (True, False))
    pairs = [(one > other) + (one == other) / 2 for one in won for other in lost]
    expected = f"{sum(pairs) / len(pairs):.4f}" if pairs else None
    assert area(sorted(said)) == expected
