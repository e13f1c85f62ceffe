"""Visits through the door of the service: their steps, who may take them, what is counted of them."""

from datetime import timedelta
from typing import Any

import pytest

from services.sales.visits import rules
from shared.actor import Reach
from shared.clock import now, today
from shared.contracts.sales import visits as contract
from shared.errors import Conflict, Forbidden, Malformed, NotFound, RuleBroken
from tests.days import noon
from tests.sales.desk import GONE, NOBODY, Office

VERBS = ("reschedule", "check_in", "complete", "miss", "cancel")
ROADS: dict[str, tuple[str, ...]] = {
    "planned": (),
    "checked_in": ("check_in",),
    "completed": ("check_in", "complete"),
    "missed": ("miss",),
    "cancelled": ("cancel",),
}
ALLOWED = {
    ("planned", "reschedule"): "planned",
    ("planned", "check_in"): "checked_in",
    ("planned", "miss"): "missed",
    ("planned", "cancel"): "cancelled",
    ("checked_in", "complete"): "completed",
    ("missed", "reschedule"): "planned",
}


def yesterday() -> str:
    return noon(-1).isoformat()


def tomorrow() -> str:
    return noon(1).isoformat()


def here() -> dict[str, Any]:
    return {"device_at": yesterday(), "latitude": 52.520008, "longitude": 13.404954, "accuracy_m": 12.5}


def steps() -> dict[str, dict[str, Any]]:
    """What each verb is told."""
    return {
        "reschedule": {"starts_at": tomorrow()},
        "check_in": here(),
        "complete": {"outcome": "successful", "result": "They will order."},
        "miss": {"reason": "nobody there"},
        "cancel": {"reason": "they are ill"},
    }


def _customer(office: Office, who: str = "nils") -> str:
    return str(office(who).create_customer(request={"name": f"{who} Ltd", "allow_duplicate": True})["id"])


def _step(office: Office, who: str, visit_id: str, verb: str) -> Any:
    return getattr(office(who), f"{verb}_visit")(visit_id=visit_id, request=steps()[verb])


def _visit(office: Office, status: str = "planned", who: str = "nils", **more: Any) -> str:
    body = {"customer_id": _customer(office, who), "subject": "Show the pump", "starts_at": yesterday(), **more}
    visit_id = str(office(who).plan_visit(request=body)["id"])
    for verb in ROADS[status]:
        _step(office, who, visit_id, verb)
    return visit_id


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("status", list(ROADS))
def test_each_step_is_known_in_its_states_and_refused_in_all_others(office: Office, status: str, verb: str) -> None:
    visit_id = _visit(office, status)
    before = office("nils").get_visit(visit_id=visit_id)
    if (status, verb) in ALLOWED:
        after = _step(office, "nils", visit_id, verb)
        assert (after["status"], after["version"]) == (ALLOWED[status, verb], before["version"] + 1)
        return
    with pytest.raises(Conflict) as refused:
        _step(office, "nils", visit_id, verb)
    assert (refused.value.code, refused.value.extra["status"]) == ("visit_state_forbids", status)
    assert office("nils").get_visit(visit_id=visit_id) == before


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize(
    ("who", "sight", "refusal"),
    [("sara", Reach.OWN, NotFound), ("nina", Reach.OWN, NotFound), ("nina", Reach.UNIT, Forbidden)],
)
def test_the_wrong_person_takes_no_step(
    office: Office, verb: str, who: str, sight: Reach, refusal: type[Exception]
) -> None:
    visit_id = _visit(office)
    with pytest.raises(refusal):
        getattr(office(who).seeing(sight), f"{verb}_visit")(visit_id=visit_id, request=steps()[verb])
    assert office("nils").get_visit(visit_id=visit_id)["version"] == 1


def test_only_the_visitor_says_when_they_arrived_and_what_came_of_it(office: Office) -> None:
    superior = office("nora").reaching(Reach.SUBORDINATES, Reach.UNIT)
    planned, there = _visit(office), _visit(office, "checked_in")
    with pytest.raises(rules.VisitOfAnotherPerson):
        superior.check_in_visit(visit_id=planned, request=here())
    with pytest.raises(rules.VisitOfAnotherPerson):
        superior.complete_visit(visit_id=there, request=steps()["complete"])


def test_the_time_of_the_device_and_that_of_the_server_are_both_kept(office: Office) -> None:
    visit_id = _visit(office)
    arrived = _step(office, "nils", visit_id, "check_in")
    assert arrived["checked_in_device_at"] == yesterday()
    assert {name: arrived[name] for name in ("latitude", "longitude", "accuracy_m")} == {
        name: here()[name] for name in ("latitude", "longitude", "accuracy_m")
    }
    assert arrived["checked_in_at"] > yesterday()
    ahead = {**here(), "device_at": (now() + timedelta(days=2)).isoformat()}
    with pytest.raises(rules.DeviceTimeLiesAhead):
        office("nils").check_in_visit(visit_id=_visit(office), request=ahead)
    too_early = {**steps()["complete"], "device_at": (now() - timedelta(days=2)).isoformat()}
    with pytest.raises(rules.VisitEndsBeforeItBegins):
        office("nils").complete_visit(visit_id=visit_id, request=too_early)


@pytest.mark.parametrize(
    "wrong",
    [
        {"latitude": 90.1},
        {"longitude": -180.5},
        {"latitude": "north"},
        {"latitude": True},
        {"latitude": None},
        {"accuracy_m": -1},
        {"latitude": float("nan")},
        {"device_at": "2026-01-01T10:00:00"},
    ],
)
def test_a_place_is_on_earth_and_a_time_has_a_zone(office: Office, wrong: dict[str, Any]) -> None:
    with pytest.raises(Malformed) as refused:
        office("nils").check_in_visit(visit_id=_visit(office), request={**here(), **wrong})
    assert [fault.pointer for fault in refused.value.faults] == [f"/{next(iter(wrong))}"]


def test_a_visit_is_paid_to_a_customer_in_sight_with_a_contact_and_a_deal_of_that_customer(office: Office) -> None:
    nils, customer_id = office("nils"), _customer(office)
    contact = nils.create_contact(request={"name": "Ada", "customer_id": customer_id})["id"]
    deal = nils.open_opportunity(request={"name": "Pumps", "customer_id": customer_id})["id"]
    body = {"customer_id": customer_id, "subject": "Show the pump", "starts_at": tomorrow()}
    made = nils.plan_visit(request={**body, "contact_id": contact, "opportunity_id": deal})
    assert (made["customer"]["id"], made["contact_id"], made["opportunity_id"]) == (customer_id, contact, deal)
    for wrong in ({"customer_id": NOBODY}, {"contact_id": NOBODY}, {"opportunity_id": NOBODY}):
        with pytest.raises(rules.VisitPartIsUnknown):
            nils.plan_visit(request={**body, **wrong})
    with pytest.raises(rules.VisitPartIsUnknown):
        nils.plan_visit(request={**body, "customer_id": _customer(office, "sara")})
    for theirs in ({"contact_id": contact}, {"opportunity_id": deal}):
        with pytest.raises(rules.VisitPartsDoNotMatch):
            nils.plan_visit(request={**body, "customer_id": _customer(office), **theirs})
    with pytest.raises(rules.VisitEndsBeforeItBegins):
        nils.plan_visit(request={**body, "ends_at": yesterday()})


def test_a_visit_to_come_is_not_missed_and_one_is_handed_to_somebody_who_works_here(office: Office) -> None:
    visit_id = _visit(office, starts_at=tomorrow())
    with pytest.raises(rules.VisitLiesAhead):
        _step(office, "nils", visit_id, "miss")
    for person_id in (GONE, NOBODY):
        with pytest.raises(RuleBroken):
            office("nils").transfer_visit(visit_id=visit_id, request={"owner_id": person_id})
    with pytest.raises(rules.VisitOwnerIsTheSame):
        office("nils").transfer_visit(visit_id=visit_id, request={"owner_id": office.person("nils")})
    handed = office("nils").transfer_visit(visit_id=visit_id, request={"owner_id": office.person("sara")})
    assert (handed["owner"]["login"], handed["org_unit"]["code"]) == ("sara", "SOUTH")
    with pytest.raises(NotFound):
        office("nils").get_visit(visit_id=visit_id)


def test_visits_in_sight_are_counted_by_person_and_unit_for_a_period(office_anywhere: Office) -> None:
    for status in ROADS:
        _visit(office_anywhere, status)
    _visit(office_anywhere, "missed", who="sara")
    _visit(office_anywhere, starts_at=(now() + timedelta(days=40)).isoformat())
    period = {"since": str(today() - timedelta(days=2)), "until": str(today())}
    mine = office_anywhere("nils").summarise_visits(query=period)
    counts = {"planned": 1, "checked_in": 1, "completed": 1, "missed": 1, "cancelled": 1}
    counts |= {"visits": 5, "successful": 1, "follow_up": 0, "unsuccessful": 0}
    assert mine["totals"] == counts
    assert [(row["id"], row["visits"]) for row in mine["rows"]] == [(office_anywhere.person("nils"), 5)]
    everybody = office_anywhere("nora").reaching(Reach.ALL)
    by_unit = everybody.summarise_visits(query={**period, "by": "unit"})
    units = {code: office_anywhere.unit(code) for code in ("NORTH", "SOUTH")}
    assert [(row["id"], row["visits"]) for row in by_unit["rows"]] == [(units["NORTH"], 5), (units["SOUTH"], 1)]
    assert by_unit["totals"]["missed"] == 2
    only = everybody.summarise_visits(query={**period, "org_unit": units["SOUTH"], "include_children": True})
    assert only["totals"]["visits"] == 1
    for part in ({"owner": office_anywhere.person("sara")}, {"org_unit": units["SOUTH"]}, {"owner": NOBODY}):
        with pytest.raises(NotFound):
            office_anywhere("nils").summarise_visits(query={**period, **part})
    assert office_anywhere("nils").summarise_visits(query={"org_unit": units["NORTH"]})["totals"] == counts


def test_a_unit_is_in_sight_by_a_visit_that_is_shared_from_it_or_from_below_it(office: Office) -> None:
    visit_id = _visit(office, who="sara")
    period = {"since": str(today() - timedelta(days=2)), "until": str(today() + timedelta(days=2))}

    def counted(code: str, *, children: bool) -> int:
        part = {"org_unit": office.unit(code), "include_children": children}
        return int(office("nils").summarise_visits(query={**period, **part})["totals"]["visits"])

    for code in ("SOUTH", "HQ"):
        with pytest.raises(NotFound):
            counted(code, children=True)
    share = {"person_id": office.person("nils")}
    made = office("sara").share_visit(visit_id=visit_id, request=share)
    assert [counted(code, children=True) for code in ("SOUTH", "HQ")] == [1, 1]
    assert [counted(code, children=False) for code in ("SOUTH", "HQ")] == [1, 0]
    office("sara").revoke_visit_share(visit_id=visit_id, share_id=made["id"])
    with pytest.raises(NotFound):
        counted("HQ", children=True)


def test_a_summary_names_the_busiest_and_counts_all(office_anywhere: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contract, "MOST_SUMMED", 1)
    for who in ("nils", "sara", "sara"):
        _visit(office_anywhere, "missed", who=who)
    told = office_anywhere("nora").reaching(Reach.ALL).summarise_visits(query={})
    assert [(row["id"], row["visits"]) for row in told["rows"]] == [(office_anywhere.person("sara"), 2)]
    assert (told["more"], told["totals"]["visits"], told["totals"]["missed"]) == (True, 3, 3)
    alone = office_anywhere("nils").summarise_visits(query={})
    assert (alone["more"], alone["totals"]["visits"]) == (False, 1)


@pytest.mark.parametrize("until", ["2026-01-02", "2024-12-31", "9999-12-31"])
def test_a_summary_is_of_at_most_a_year(office: Office, until: str) -> None:
    for query in ({"since": "2025-01-01", "until": until}, {"until": until}):
        with pytest.raises(Malformed):
            office("nils").summarise_visits(query=query)
    assert office("nils").summarise_visits(query={"since": "9999-12-31", "until": "9999-12-31"})["rows"] == []
