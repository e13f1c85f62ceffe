"""Which territory a customer is placed in: the narrower rule goes before, and what is equally narrow is a conflict."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.sales.territories import rules
from services.sales.territories.rules import Criteria, Placement, Rule, Traits, criteria, goes_before, judge

ACME = Traits("acme", province="Hebei", city="Baoding", post_code="071-000", region="North", industry="Steel")


def rule(territory: str, contact_of: str | None = None, **said: str) -> Rule:
    return Rule(f"{territory}{sorted(said.items())}", territory, criteria(**said), contact_of)


def placed(*said: Rule, traits: Traits = ACME) -> tuple[str, str | None]:
    verdict = judge(said, traits)
    return str(verdict.placement), verdict.territory_id


@pytest.mark.parametrize(
    ("said", "holds"),
    [
        ({"province": " hebei "}, True),
        ({"province": "Henan"}, False),
        ({"city": "BAODING", "industry": "steel"}, True),
        ({"city": "Baoding", "industry": "Coal"}, False),
        ({"region": "North"}, True),
        ({"post_code": "07"}, True),
        ({"post_code": "071000"}, True),
        ({"post_code": "0710001"}, False),
        ({"post_code": "08"}, False),
        ({"post_code_from": "0700", "post_code_to": "0710"}, True),
        ({"post_code_from": "0711", "post_code_to": "0799"}, False),
        ({"customer_id": "acme"}, True),
        ({"customer_id": "globex"}, False),
    ],
)
def test_all_that_a_rule_says_must_hold(said: dict[str, str], holds: bool) -> None:
    assert rules.holds(rule("T", **said), ACME) is holds


def test_who_is_named_is_so_by_the_customers_that_were_merged_into_it_and_by_its_contact() -> None:
    assert rules.holds(rule("T", customer_id="lost"), replace(ACME, merged_ids=frozenset({"lost"})))
    assert rules.holds(rule("T", "acme", contact_id="carl"), ACME)
    assert rules.holds(rule("T", "lost", contact_id="carl"), replace(ACME, merged_ids=frozenset({"lost"})))
    assert not rules.holds(rule("T", "globex", contact_id="carl"), ACME)
    assert not rules.holds(rule("T", None, contact_id="carl"), ACME)


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        ({"customer_id": "acme"}, {"city": "Baoding", "industry": "Steel"}),
        ({"post_code": "0710"}, {"post_code": "071"}),
        ({"post_code": "071"}, {"post_code_from": "0700", "post_code_to": "0719"}),
        ({"post_code": "0"}, {"city": "Baoding"}),
        ({"city": "Baoding"}, {"province": "Hebei"}),
        ({"province": "Hebei", "city": "Baoding"}, {"city": "Baoding"}),
        ({"province": "Hebei"}, {"region": "North"}),
        ({"province": "Hebei", "industry": "Steel"}, {"province": "Hebei"}),
        ({"province": "Hebei", "industry": "Steel"}, {"industry": "Steel"}),
    ],
)
def test_the_narrower_rule_goes_before(narrow: dict[str, str], wide: dict[str, str]) -> None:
    assert placed(rule("A", **wide), rule("B", **narrow)) == ("placed", "B")
    assert not goes_before(criteria(**wide), criteria(**narrow))


def test_a_named_customer_goes_before_a_named_contact_and_that_before_everything_else() -> None:
    contact, customer = rule("B", "acme", contact_id="carl"), rule("C", customer_id="acme")
    assert placed(rule("A", post_code="071000"), contact) == ("placed", "B")
    assert placed(rule("A", post_code="071000"), contact, customer) == ("placed", "C")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"province": "Hebei"}, {"industry": "Steel"}),
        ({"city": "Baoding"}, {"province": "Hebei", "industry": "Steel"}),
        ({"city": "Baoding"}, {"city": "baoding"}),
        ({"customer_id": "acme"}, {"customer_id": "acme"}),
    ],
)
def test_rules_of_which_none_goes_before_are_a_conflict(one: dict[str, str], other: dict[str, str]) -> None:
    verdict = judge([rule("A", **one), rule("B", **other)], ACME)
    assert (verdict.placement, verdict.territory_id) == (Placement.CONFLICT, None)
    assert {found.territory_id for found in verdict.by} == {"A", "B"}
    assert placed(rule("A", **one), replace(rule("A", **other), id="second")) == ("placed", "A")


def test_whom_no_rule_claims_is_unplaced() -> None:
    assert placed(rule("A", province="Henan"), traits=ACME) == ("unplaced", None)
    assert placed(rule("A", province="Hebei"), rule("B", post_code="07"), traits=Traits("bare")) == ("unplaced", None)


@pytest.mark.parametrize(("first", "last"), [("0710", "0700"), ("071", "0719")])
def test_post_codes_go_from_a_lower_one_to_a_higher_one_of_its_length(first: str, last: str) -> None:
    with pytest.raises(rules.PostCodesAreNoRow):
        criteria(post_code_from=first, post_code_to=last)


def test_a_rule_is_not_said_twice_however_it_is_written() -> None:
    said = rules.said_by(criteria(city="Bao  Ding", post_code="07-1"))
    assert said == rules.said_by(criteria(city=" bao ding", post_code_from="071", post_code_to="071"))
    for texts, there in (([said], {said}), ([said, said], set())):
        with pytest.raises(rules.TerritoryRuleIsThere):
            rules.ensure_new(texts, there)


NAMES = some.sampled_from(["a", "b", "A ", None])
CODES = some.text("01", min_size=2, max_size=2)
ASKED = some.one_of(
    some.builds(Criteria, customer_id=some.sampled_from(["c1", "c2"])),
    some.builds(Criteria, contact_id=some.just("p")),
    some.tuples(CODES, CODES).map(
        lambda pair: Criteria(post_code_from=min(pair), post_code_to=max(pair)),
    ),
    some.builds(Criteria, province=NAMES, city=NAMES, region=NAMES, industry=NAMES).filter(
        lambda one: one != Criteria()
    ),
)
SAID = some.lists(some.tuples(some.sampled_from("XYZ"), ASKED), max_size=8).map(
    lambda pairs: [Rule(str(place), territory, asks, "c2") for place, (territory, asks) in enumerate(pairs)]
)
CUSTOMERS: Any = some.builds(
    Traits,
    customer_id=some.sampled_from(["c1", "c2", "c3"]),
    merged_ids=some.sampled_from([frozenset(), frozenset({"c2"})]),
    province=NAMES,
    city=NAMES,
    post_code=some.one_of(some.none(), some.text("01-", min_size=1, max_size=4)),
    region=NAMES,
    industry=NAMES,
)


@given(said=SAID, traits=CUSTOMERS, dice=some.randoms())
def test_a_customer_is_in_exactly_one_territory_or_in_a_conflict_that_is_told(
    said: Any, traits: Any, dice: Any
) -> None:
    verdict = judge(said, traits)
    claiming = {one.territory_id for one in verdict.by}
    assert (verdict.placement == Placement.PLACED) == (len(claiming) == 1) == (verdict.territory_id is not None)
    assert (verdict.placement == Placement.UNPLACED) == (not any(rules.holds(one, traits) for one in said))
    assert all(rules.holds(one, traits) for one in verdict.by)
    assert not any(goes_before(one.asks, other.asks) for one in verdict.by for other in verdict.by)
    dice.shuffle(said)
    assert judge(said, traits) == verdict


@given(one=ASKED, other=ASKED, third=ASKED)
def test_what_goes_before_is_an_order(one: Any, other: Any, third: Any) -> None:
    assert not goes_before(one, one)
    assert not (goes_before(one, other) and goes_before(other, one))
    if goes_before(one, other) and goes_before(other, third):
        assert goes_before(one, third)


@given(said=SAID, traits=CUSTOMERS)
def test_every_rule_that_holds_is_found_by_a_key_of_the_customer(said: Any, traits: Any) -> None:
    keys = rules.keys_of(traits)
    assert all(rules.key_of(one.asks, one.contact_of) in keys for one in said if rules.holds(one, traits))
