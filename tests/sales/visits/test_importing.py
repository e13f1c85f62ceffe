"""Visits from a file: by their key, within the caller's reach, and never into a state that a verb must reach."""

from datetime import timedelta
from typing import Any

import pytest

from tests.days import noon
from tests.sales.desk import Office


@pytest.fixture
def office(office_anywhere: Office) -> Office:
    """Nils has a customer with a contact and a deal, Sara has another customer."""
    customer = office_anywhere("nils").create_customer(request={"name": "Acme", "external_id": "ACME"})["id"]
    office_anywhere("nils").create_contact(request={"name": "Ada", "customer_id": customer, "external_id": "ADA"})
    office_anywhere("nils").open_opportunity(request={"name": "D", "customer_id": customer, "external_id": "DEAL"})
    office_anywhere("nils").create_customer(request={"name": "Beta", "external_id": "BETA"})
    office_anywhere("sara").create_customer(request={"name": "Sara Ltd", "external_id": "SARAS"})
    return office_anywhere


def row(**more: Any) -> dict[str, Any]:
    plain = {"external_id": "V1", "customer_external_id": "ACME", "subject": "Show", "starts_at": noon(-1).isoformat()}
    return plain | more


def load(office: Office, *rows: dict[str, Any], who: str = "nils", mode: str = "upsert") -> list[dict[str, Any]]:
    results: list[dict[str, Any]] = office(who).import_visits(rows=list(rows), mode=mode)["results"]
    return results


def outcomes(results: list[dict[str, Any]]) -> list[str]:
    return [result["code"] or result["outcome"] for result in results]


def test_a_second_run_changes_nothing_and_a_changed_cell_is_its_own_step(office: Office) -> None:
    full = row(contact_external_id="ADA", opportunity_external_id="DEAL", place="Hall", owner_login="nils")
    [made] = load(office, full, mode="create")
    before = office("nils").get_visit(visit_id=made["id"])
    assert [before[f"{name}_external_id"] for name in ("customer", "contact", "opportunity")] == ["ACME", "ADA", "DEAL"]
    assert outcomes(load(office, full) + load(office, row()) + load(office, full, mode="update")) == ["unchanged"] * 3
    assert office("nils").get_visit(visit_id=made["id"]) == before
    later = (noon(-1) + timedelta(hours=3)).isoformat()
    changed = [full | {"contact_external_id": None}, full | {"starts_at": later}, full | {"owner_login": "nora"}]
    for one in changed:
        assert outcomes(load(office, one, who="helen")) == ["updated"]
    told = [event.type.split("visit.")[1].split(".")[0] for event in office.events(made["id"])]
    assert told == ["planned", "changed", "changed", "rescheduled", "rescheduled", "transferred"]


def test_each_row_that_breaks_a_rule_is_rejected_and_the_others_are_taken(office: Office) -> None:
    results = load(
        office,
        row(customer_external_id="SARAS"),
        row(customer_external_id="NOBODY"),
        row(customer_external_id=None),
        row(customer_external_id="BETA", contact_external_id="ADA"),
        row(owner_login="gone"),
        row(ends_at=noon(-1).isoformat()),
        row(starts_at="tomorrow"),
        row(status="completed"),
        row(),
        row(),
        row(external_id="V2", customer_external_id="BETA"),
    )
    assert outcomes(results) == [
        "import_reference_unknown",
        "import_reference_unknown",
        "visit_part_unknown",
        "visit_parts_do_not_match",
        "new_owner_inactive",
        "visit_ends_before_it_begins",
        "malformed",
        "malformed",
        "created",
        "import_key_taken",
        "created",
    ]
    assert results[0]["messages"] == [results[0]["messages"][0].replace("NOBODY", "SARAS")]
    assert outcomes(load(office, row(), mode="create")) == ["import_key_taken"]
    assert outcomes(load(office, row(external_id="V3"), mode="update")) == ["import_key_unknown"]
    assert outcomes(load(office, row(customer_external_id="SARAS"), who="sara")) == ["visit_external_id_taken"]
    assert outcomes(load(office, row(customer_external_id="BETA"))) == ["visit_stays_with_customer"]


def test_a_visit_that_is_over_is_unchanged_or_refused(office: Office) -> None:
    paid, missed = load(office, row(), row(external_id="V2"))
    arrived = {"device_at": noon(-1).isoformat(), "latitude": 52.5, "longitude": 13.4}
    office("nils").check_in_visit(visit_id=paid["id"], request=arrived)
    office("nils").complete_visit(visit_id=paid["id"], request={"outcome": "successful", "result": "Sold"})
    office("nils").miss_visit(visit_id=missed["id"], request={"reason": "ill"})
    later = (noon(-1) + timedelta(days=9)).isoformat()
    results = load(office, row(), row(external_id="V2"), row(note="more"), row(external_id="V2", starts_at=later))
    assert outcomes(results) == ["unchanged", "unchanged", "visit_state_forbids", "visit_state_forbids"]
    assert office("nils").get_visit(visit_id=missed["id"])["status"] == "missed"


def test_what_is_shown_of_a_visit_with_unseen_parts_goes_back_in_and_takes_nothing_away(office: Office) -> None:
    keys = ("customer_external_id", "contact_external_id", "opportunity_external_id")
    [made] = load(office, row(contact_external_id="ADA", opportunity_external_id="DEAL"))
    office("nils").transfer_visit(visit_id=made["id"], request={"owner_id": office.person("sara")})
    shown = office("sara").get_visit(visit_id=made["id"])
    told = row(**{name: shown[name] for name in keys})
    assert [told[name] for name in keys] == [None] * 3
    assert outcomes(load(office, told, who="sara")) == ["unchanged"]
    assert outcomes(load(office, told | {"starts_at": noon(1).isoformat()}, who="sara")) == ["updated"]
    assert outcomes(load(office, told | {"contact_external_id": "ADA"}, who="sara")) == ["import_reference_unknown"]
    kept = office("helen").get_visit(visit_id=made["id"])
    assert [kept[name] for name in keys] == ["ACME", "ADA", "DEAL"]


def test_a_key_stands_for_one_visit(office: Office) -> None:
    customer = office("nils").create_customer(request={"name": "Gamma"})["id"]
    plan = {"customer_id": customer, "subject": "S", "starts_at": noon(-1).isoformat(), "external_id": "K"}
    office("nils").plan_visit(request=plan)
    with pytest.raises(Exception, match="K already"):
        office("nils").plan_visit(request=plan)
