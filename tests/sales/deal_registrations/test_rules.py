"""The steps of a registered deal and the length of its protection, without a database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.sales.deal_registrations import rules
from services.sales.deal_registrations.rules import DealStatus

ALLOWED = {
    ("submitted", "accept"): "accepted",
    ("submitted", "refuse"): "refused",
    ("submitted", "withdraw"): "withdrawn",
    ("accepted", "extend"): "extended",
    ("accepted", "withdraw"): "withdrawn",
    ("accepted", "convert"): "converted",
    ("accepted", "lapse"): "lapsed",
    ("extended", "withdraw"): "withdrawn",
    ("extended", "convert"): "converted",
    ("extended", "lapse"): "lapsed",
}
VERBS = (*rules.TRANSITIONS, *rules.STEPS_OF_TIME)
DAYS = st.dates(date(2000, 1, 1), date(2200, 1, 1))


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("status", DealStatus)
def test_each_state_knows_these_steps_and_no_other(status: DealStatus, verb: str) -> None:
    expected = ALLOWED.get((status, verb))
    if expected is None:
        with pytest.raises(rules.DealCannotDoThis) as refused:
            rules.next_status(verb, status)
        assert refused.value.extra["status"] == status
    else:
        assert rules.next_status(verb, status) == expected


@given(DAYS, st.integers(1, rules.MOST_PROTECTION_DAYS))
def test_a_protection_ends_so_many_days_after_it_began(today: date, days: int) -> None:
    assert rules.protection_end(today, days) - today == timedelta(days=days)


@given(DAYS, st.integers(1, rules.MOST_EXTENSION_DAYS))
def test_an_extension_only_ever_ends_later_and_not_by_more_than_it_may(until: date, days: int) -> None:
    longest = until + timedelta(days=rules.MOST_EXTENSION_DAYS)
    assert until < rules.extended_end(until, days) <= longest


@given(DAYS, st.integers(rules.MOST_PROTECTION_DAYS + 1))
def test_no_protection_is_longer_than_it_may_be(day: date, days: int) -> None:
    for end in (rules.protection_end, rules.extended_end):
        with pytest.raises(rules.ProtectionIsTooLong):
            end(day, days)


def test_without_a_number_of_days_it_is_as_long_as_is_usual() -> None:
    day = date(2026, 1, 1)
    assert (rules.protection_end(day, None), rules.extended_end(day, None)) == (date(2026, 4, 1), date(2026, 1, 31))


@given(DAYS, st.integers(-3, 3))
def test_on_its_last_day_a_protection_holds_and_on_the_next_it_is_over(today: date, days: int) -> None:
    until = today + timedelta(days=days)
    ensure = rules.ensure_not_over if days >= 0 else rules.ensure_over
    ensure(until, today)
    refuse = rules.ensure_over if days >= 0 else rules.ensure_not_over
    with pytest.raises((rules.ProtectionIsOver, rules.DealCannotDoThis)):
        refuse(until, today)


@pytest.mark.parametrize("kind", [None, "head_office", "branch", "office"])
def test_the_house_registers_no_deals(kind: str | None) -> None:
    with pytest.raises(rules.NotOfAPartner):
        rules.ensure_partner(kind)


@pytest.mark.parametrize(
    ("domain", "website", "known"),
    [
        ("acme.example.com", "https://other.example.com", "acme.example.com"),
        (None, "https://www.acme.example.com:8080/about?x=1", "www.acme.example.com"),
        (None, None, None),
    ],
)
def test_a_prospect_is_known_by_its_domain_or_else_by_that_of_its_website(
    domain: str | None, website: str | None, known: str | None
) -> None:
    assert rules.domain_of(domain, website) == known
