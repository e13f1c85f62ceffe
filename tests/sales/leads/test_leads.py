"""Leads through the door of the service: their steps, who may take them, what is kept of them."""

from datetime import timedelta
from typing import Any

import pytest

from shared.actor import Reach
from shared.clock import now
from shared.errors import Conflict, Forbidden, Malformed, NotFound, RuleBroken
from tests.sales.desk import GONE, NOBODY, Office

STEPS: dict[str, dict[str, Any]] = {
    "qualify": {"budget": "2500.00"},
    "lose": {"reason": "no money"},
    "reopen": {},
    "convert": {"customer": {}},
    "touch": {"kind": "call"},
}
ROADS: dict[str, tuple[str, ...]] = {
    "new": (),
    "qualified": ("qualify",),
    "lost": ("lose",),
    "converted": ("convert",),
}
ALLOWED = {
    ("new", "qualify"): "qualified",
    ("new", "lose"): "lost",
    ("new", "convert"): "converted",
    ("qualified", "lose"): "lost",
    ("qualified", "convert"): "converted",
    ("lost", "reopen"): "new",
}


def _step(office: Office, who: str, lead_id: str, verb: str) -> Any:
    return getattr(office(who), f"{verb}_lead")(lead_id=lead_id, request=STEPS[verb])


def _lead(office: Office, status: str = "new", who: str = "nils") -> str:
    lead_id = str(
        office(who).create_lead(request={"name": "Ada", "company": "Engines", "email": "ada@example.com"})["id"]
    )
    for verb in ROADS[status]:
        _step(office, who, lead_id, verb)
    return lead_id


@pytest.mark.parametrize("verb", ["qualify", "lose", "reopen", "convert"])
@pytest.mark.parametrize("status", list(ROADS))
def test_each_step_is_known_in_its_states_and_refused_in_all_others(office: Office, status: str, verb: str) -> None:
    lead_id = _lead(office, status)
    before = office("nils").get_lead(lead_id=lead_id)
    if (status, verb) in ALLOWED:
        after = _step(office, "nils", lead_id, verb)
        assert (after["status"], after["version"]) == (ALLOWED[status, verb], before["version"] + 1)
        return
    with pytest.raises(Conflict) as refused:
        _step(office, "nils", lead_id, verb)
    assert (refused.value.code, refused.value.extra["status"]) == ("lead_state_forbids", status)
    assert office("nils").get_lead(lead_id=lead_id) == before


@pytest.mark.parametrize("status", ["lost", "converted"])
def test_a_closed_lead_is_neither_edited_nor_handed_over(office: Office, status: str) -> None:
    lead_id = _lead(office, status)
    with pytest.raises(Conflict) as refused:
        office("nils").change_lead(lead_id=lead_id, request={"name": "Eve"})
    assert refused.value.code == "lead_is_closed"
    with pytest.raises(Conflict):
        office("nils").transfer_lead(lead_id=lead_id, request={"owner_id": office.person("nina")})


@pytest.mark.parametrize("verb", list(STEPS))
@pytest.mark.parametrize(
    ("who", "sight", "refusal"),
    [("sara", Reach.OWN, NotFound), ("nina", Reach.OWN, NotFound), ("nina", Reach.UNIT, Forbidden)],
)
def test_the_wrong_person_takes_no_step(
    office: Office, verb: str, who: str, sight: Reach, refusal: type[Exception]
) -> None:
    lead_id = _lead(office)
    with pytest.raises(refusal):
        getattr(office(who).seeing(sight), f"{verb}_lead")(lead_id=lead_id, request=STEPS[verb])
    assert office("nils").get_lead(lead_id=lead_id)["version"] == 1


def test_each_change_of_a_lead_is_in_its_history(office: Office) -> None:
    lead_id = _lead(office)
    office("nils").change_lead(lead_id=lead_id, request={"note": "call again"})
    office("nora").lose_lead(lead_id=lead_id, request={"reason": "no money"})
    office("nils").reopen_lead(lead_id=lead_id, request={})
    entries = office("nils").list_lead_history(lead_id=lead_id)["data"]
    assert [(one["sequence"], one["type"].split(".")[3], one["actor"]["name"]) for one in entries] == [
        (1, "created", "Nils"),
        (2, "changed", "Nils"),
        (3, "lost", "Nora"),
        (4, "reopened", "Nils"),
    ]
    assert entries[1]["changes"] == {"note": {"before": None, "after": "call again"}}
    assert entries[2]["changes"] == {
        "lost_reason": {"before": None, "after": "no money"},
        "status": {"before": "new", "after": "lost"},
    }
    assert office("nils").list_lead_history(lead_id=lead_id, after=3)["data"] == entries[3:]


@pytest.mark.parametrize("body", [{"budget": "0"}, {"budget": "0.00"}])
def test_nobody_without_money_is_qualified(office: Office, body: dict[str, Any]) -> None:
    with pytest.raises(RuleBroken) as refused:
        office("nils").qualify_lead(lead_id=_lead(office), request=body)
    assert refused.value.code == "lead_budget_missing"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/budget"),
        ({"budget": 2500.5}, "/budget"),
        ({"budget": "-1"}, "/budget"),
        ({"budget": "1", "status": "won"}, "/status"),
        ({"budget": "NaN"}, "/budget"),
    ],
)
def test_a_qualification_of_the_wrong_shape_is_malformed(office: Office, body: dict[str, Any], pointer: str) -> None:
    with pytest.raises(Malformed) as refused:
        office("nils").qualify_lead(lead_id=_lead(office), request=body)
    assert [fault.pointer for fault in refused.value.faults] == [pointer]


def test_a_transferred_lead_moves_with_its_new_owner(office: Office) -> None:
    lead_id = _lead(office)
    moved = office("nils").transfer_lead(lead_id=lead_id, request={"owner_id": office.person("sara")})
    assert (moved["owner"]["login"], moved["org_unit"]["code"]) == ("sara", "SOUTH")
    with pytest.raises(NotFound):
        office("nora").get_lead(lead_id=lead_id)
    handed = office.events(lead_id)[-1]
    assert (handed.data["from_owner_id"], handed.org_unit_id) == (office.person("nils"), office.unit("SOUTH"))


@pytest.mark.parametrize(("owner_id", "code"), [(GONE, "new_owner_inactive"), (NOBODY, "new_owner_unknown")])
def test_a_lead_goes_only_to_somebody_who_works_here(office: Office, owner_id: str, code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        office("nils").transfer_lead(lead_id=_lead(office), request={"owner_id": owner_id})
    assert refused.value.code == code


def test_touches_are_listed_in_order_and_the_latest_one_counts(office: Office) -> None:
    lead_id = _lead(office)
    call, mail = now() - timedelta(days=1), now() - timedelta(days=9)
    office("nils").touch_lead(lead_id=lead_id, request={"kind": "call", "summary": "asked", "at": call.isoformat()})
    touched = office("nils").touch_lead(lead_id=lead_id, request={"kind": "mail", "at": mail.isoformat()})
    assert touched["last_touch_at"] == call.isoformat()
    touches = [
        one["changes"]["touch"]["after"] for one in office("nils").list_lead_history(lead_id=lead_id, after=1)["data"]
    ]
    assert [(one["kind"], one["summary"], one["at"]) for one in touches] == [
        ("call", "asked", call.isoformat()),
        ("mail", None, mail.isoformat()),
    ]


@pytest.mark.parametrize(("days", "found"), [(3, False), (1, True)])
def test_untouched_leads_are_found_by_a_filter(office_anywhere: Office, days: int, found: bool) -> None:
    lead_id = _lead(office_anywhere)
    at = now() - timedelta(days=2)
    office_anywhere("nils").touch_lead(lead_id=lead_id, request={"kind": "call", "at": at.isoformat()})
    long_ago = (now() - timedelta(days=days)).isoformat()
    rows = office_anywhere("nils").list_leads(query={"filter": [["last_touch_at", "lt", long_ago]]})["data"]
    assert [row["id"] for row in rows] == ([lead_id] if found else [])


def test_what_has_not_happened_is_no_touch(office: Office) -> None:
    ahead = (now() + timedelta(hours=1)).isoformat()
    with pytest.raises(RuleBroken) as refused:
        office("nils").touch_lead(lead_id=_lead(office), request={"kind": "call", "at": ahead})
    assert refused.value.code == "lead_touch_in_future"
