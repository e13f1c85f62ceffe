"""Activities through the door of the service: whose they are, and what becomes of them when that changes."""

from typing import Any

import pytest

from services.sales.activities import rules
from shared.contracts.sales.contacts import ContactTransferred
from shared.contracts.sales.customers import CustomerTransferred
from shared.contracts.sales.leads import LeadTransferred
from shared.contracts.sales.opportunities import OpportunityTransferred
from shared.errors import NotFound, Stale
from shared.ids import new_id
from tests.sales.desk import Desk, Office

CALL = {"type": "call", "happened_at": "2026-01-05T09:00:00+00:00"}
MAKERS = {
    "customer": "create_customer",
    "contact": "create_contact",
    "lead": "create_lead",
    "opportunity": "open_opportunity",
}
HANDED = {
    "customer": ("hand_over_activities_of_customer", CustomerTransferred),
    "contact": ("hand_over_activities_of_contact", ContactTransferred),
    "lead": ("hand_over_activities_of_lead", LeadTransferred),
    "opportunity": ("hand_over_activities_of_deal", OpportunityTransferred),
}


def made(desk: Desk, noun: str) -> str:
    kind = {"kind": "partner"} if noun == "contact" else {}
    return str(getattr(desk, MAKERS[noun])(request={"name": f"Test {new_id()}", **kind})["id"])


def did(desk: Desk, **more: Any) -> Any:
    return desk.record_activity(request={**CALL, **more})


@pytest.mark.parametrize("noun", MAKERS)
def test_an_activity_belongs_to_whom_what_it_is_about_belongs_to_and_goes_with_it(
    office_anywhere: Office, noun: str
) -> None:
    office = office_anywhere
    record = made(office("nils"), noun)
    noted = did(office("nora"), **{f"{noun}_id": record})
    assert (noted["owner"]["login"], noted["author"]["login"]) == ("nils", "nora")
    assert office("nils").get_activity(activity_id=noted["id"]) == noted
    for stranger in ("nina", "sara"):
        with pytest.raises(NotFound):
            office(stranger).get_activity(activity_id=noted["id"])
    getattr(office("nora"), f"transfer_{noun}")(**{f"{noun}_id": record}, request={"owner_id": office.person("nina")})
    handler, event = HANDED[noun]
    handed = [one for one in office.events(record) if one.type.endswith(".transferred.v1")]
    for _ in range(2):
        office.branches.hear(handler, event.from_data(handed[-1].data))
    there = office("nina").get_activity(activity_id=noted["id"])
    assert (there["owner"]["login"], there["author"]["login"]) == ("nina", "nora")
    assert office.branches.told(noted["id"]) == ["recorded", "transferred"]
    with pytest.raises(NotFound):
        office("nils").get_activity(activity_id=noted["id"])


def test_what_is_out_of_sight_cannot_be_what_an_activity_is_about(office: Office) -> None:
    for noun in MAKERS:
        record = made(office("nils"), noun)
        for stranger in ("nina", "sara"):
            with pytest.raises(rules.ActivityAboutIsUnknown):
                did(office(stranger), **{f"{noun}_id": record})
        assert office("helen").list_activities(query={})["data"] == []


def test_a_repeated_key_records_once_and_touches_once(office_anywhere: Office) -> None:
    office = office_anywhere
    contact, deal = made(office("nils"), "contact"), made(office("nils"), "opportunity")
    for about in ({"contact_id": contact}, {"opportunity_id": deal}):
        keyed = office("nils").keyed(new_id())
        first, second = did(keyed, **about), did(keyed, **about)
        assert first == second
        assert office.branches.told(first["id"]) == ["recorded"]
    assert office.branches.told(contact) == ["created", "touched"]
    assert office.branches.told(deal) == ["opened", "touched"]


def test_a_version_that_is_expected_is_that_of_the_activity(office: Office) -> None:
    deal = made(office("nils"), "opportunity")
    office("nils").change_opportunity(opportunity_id=deal, request={"next_step": "Call"})
    draft = did(office("nils"), opportunity_id=deal, draft=True)
    with pytest.raises(Stale):
        office("nils").expecting(7).finish_activity(activity_id=draft["id"], request={})
    assert office("nils").expecting(1).finish_activity(activity_id=draft["id"], request={})["status"] == "done"


def test_a_merge_moves_what_was_done_about_the_duplicate_and_gives_it_back(office_anywhere: Office) -> None:
    office, nils = office_anywhere, office_anywhere("nils")
    kept, gone = made(nils, "customer"), made(nils, "customer")
    noted = did(nils, customer_id=gone)
    merge = nils.merge_customers(customer_id=kept, request={"duplicate_id": gone})
    assert merge["moved"] == {"activities": 1}
    assert [row["id"] for row in nils.list_customer_activities(customer_id=kept, query={})["data"]] == [noted["id"]]
    nils.undo_customer_merge(customer_id=kept, merge_id=merge["id"])
    assert nils.list_customer_activities(customer_id=kept, query={})["data"] == []
    assert office("nils").get_activity(activity_id=noted["id"])["customer_id"] == gone
