"""Customers from a file: a row that is rejected leaves nothing that a later row could be mistaken for."""

from typing import Any

from tests.sales.desk import Office


def load(office: Office, *rows: dict[str, Any]) -> list[dict[str, Any]]:
    results: list[dict[str, Any]] = office("helen").import_customers(rows=list(rows), mode="upsert")["results"]
    return results


def test_a_row_after_a_rejected_one_with_the_same_key_is_taken_as_the_first(office: Office) -> None:
    rejected, taken = load(
        office,
        {"external_id": "A", "name": "Acme", "owner_login": "gone"},
        {"external_id": "A", "name": "Acme"},
    )
    assert (rejected["outcome"], rejected["code"]) == ("rejected", "new_owner_inactive")
    assert taken["outcome"] == "created"
    assert office("helen").get_customer(customer_id=taken["id"])["name"] == "Acme"
    assert [event.sequence for event in office.events(taken["id"])] == [1]
