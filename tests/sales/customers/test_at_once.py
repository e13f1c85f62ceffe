"""The same customer recorded by several at the same moment: the first is taken, the others are told of it."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from services.sales.customers import rules
from shared.errors import Refusal
from tests.sales.desk import Office

ALIKE: list[dict[str, Any]] = [
    {"name": "Acme, Inc.", "tax_id": "DE 1", "domain": "acme.example.com", "phone": "+49 30 123456"},
    {"name": "ACME GmbH"},
    {"name": "Other", "tax_id": "de1", "domain": "acme.example.com"},
    {"name": "Further", "phone": "0049 30 123 456", "tax_id": "DE-1"},
]


def record_at_once(office: Office, logins: list[str], bodies: list[dict[str, Any]]) -> list[Any]:
    """Customers as answered, or refusals, in the order of the bodies."""
    barrier = threading.Barrier(len(bodies))

    def record(login: str, body: dict[str, Any]) -> Any:
        desk = office(login)
        barrier.wait()
        try:
            return desk.create_customer(request=body)
        except Refusal as refusal:
            return refusal

    with ThreadPoolExecutor(len(bodies)) as threads:
        return list(threads.map(record, logins, bodies))


@pytest.mark.parametrize("attempt", range(3))
def test_of_many_that_look_the_same_one_is_recorded(office_anywhere: Office, attempt: int) -> None:
    answers = record_at_once(office_anywhere, ["nils"] * 8, [{"name": f"Acme {attempt} {form}"} for form in FORMS])
    made = [answer for answer in answers if isinstance(answer, dict)]
    refused = [answer for answer in answers if not isinstance(answer, dict)]
    assert (len(made), {refusal.code for refusal in refused}) == (1, {"customer_duplicate"})
    assert {candidate["id"] for refusal in refused for candidate in refusal.extra["candidates"]} == {made[0]["id"]}
    assert office_anywhere("nils").list_customers(query={"count": "exact"})["count"] == 1


FORMS = ("Inc.", "GmbH", "Ltd", "LLC", "AG", "S.A.", "plc", "Corp.")


def test_likeness_in_any_trait_is_seen_across_two_at_once(office_anywhere: Office) -> None:
    answers = record_at_once(office_anywhere, ["nils"] * 2, [ALIKE[0], ALIKE[3]])
    assert sorted(isinstance(answer, rules.CustomerIsDuplicate) for answer in answers) == [False, True]


def test_several_traits_in_common_bring_nobody_into_a_deadlock(office_anywhere: Office) -> None:
    answers = record_at_once(office_anywhere, ["nils"] * 8, ALIKE * 2)
    refused = [answer for answer in answers if not isinstance(answer, dict)]
    assert {refusal.code for refusal in refused} == {"customer_duplicate"}
    assert 1 <= len(answers) - len(refused) <= 2


def test_who_says_that_it_is_no_duplicate_is_believed(office_anywhere: Office) -> None:
    bodies = [{"name": "Acme", "allow_duplicate": True}] * 4
    answers = record_at_once(office_anywhere, ["nils"] * 4, bodies)
    assert [answer["version"] for answer in answers] == [1] * 4


def test_those_who_do_not_see_each_other_both_record_theirs(office_anywhere: Office) -> None:
    answers = record_at_once(office_anywhere, ["nils", "sara"], [{"name": "Acme"}] * 2)
    assert [answer["owner"]["login"] for answer in answers] == ["nils", "sara"]


def test_everybody_takes_the_turns_in_one_order() -> None:
    wanted = rules.likeness("Acme", "DE1", "+49 30 123456", "acme.example.com")
    turns = rules.turns_of(wanted)
    assert turns == sorted(set(turns))
    assert set(rules.turns_of(rules.likeness("ACME Inc", None, None, None))) <= set(turns)
    assert all(0 <= turn < rules.TURNS for turn in turns)
