"""What a lead becomes belongs to whom the lead belonged to, whoever converts it."""

from typing import Any

import pytest

from shared.errors import NotFound
from tests.sales.desk import Office

WHOLE: dict[str, Any] = {"customer": {}, "contact": {}, "opportunity": {}}


@pytest.mark.parametrize("who", ["nils", "nora", "helen"])
def test_the_customer_the_contact_and_the_opportunity_belong_to_the_owner_of_the_lead(
    office_anywhere: Office, who: str
) -> None:
    lead_id = office_anywhere("nils").create_lead(request={"name": "Ada", "company": "Engines"})["id"]
    lead = office_anywhere(who).convert_lead(lead_id=lead_id, request=WHOLE)
    nils, sara = office_anywhere("nils"), office_anywhere("sara")
    made = [
        (nils.get_customer, sara.get_customer, {"customer_id": lead["customer_id"]}),
        (nils.get_contact, sara.get_contact, {"contact_id": lead["contact_id"]}),
        (nils.get_opportunity, sara.get_opportunity, {"opportunity_id": lead["opportunity_id"]}),
    ]
    for see, see_as_stranger, named in made:
        record = see(**named)
        assert (record["owner"]["login"], record["org_unit"]["code"], record["version"]) == ("nils", "NORTH", 1)
        [event] = office_anywhere.events(next(iter(named.values())))
        assert (event.data["owner_id"], event.data["org_unit_id"]) == (lead["owner"]["id"], lead["org_unit"]["id"])
        assert event.actor_id == office_anywhere.person(who)
        with pytest.raises(NotFound):
            see_as_stranger(**named)
    assert nils.get_opportunity(opportunity_id=lead["opportunity_id"])["number"].startswith("OP-NORTH-")


def test_a_lead_handed_over_becomes_what_belongs_to_its_new_owner(office: Office) -> None:
    lead_id = office("nils").create_lead(request={"name": "Ada", "company": "Engines"})["id"]
    office("nils").transfer_lead(lead_id=lead_id, request={"owner_id": office.person("sara")})
    with pytest.raises(NotFound):
        office("nils").convert_lead(lead_id=lead_id, request=WHOLE)
    lead = office("helen").convert_lead(lead_id=lead_id, request=WHOLE)
    deal = office("sara").get_opportunity(opportunity_id=lead["opportunity_id"])
    assert (deal["owner"]["login"], deal["org_unit"]["code"]) == ("sara", "SOUTH")


def test_what_is_only_linked_stays_with_its_owner(office: Office) -> None:
    customer = office("nina").create_customer(request={"name": "Engines"})
    lead_id = office("nils").create_lead(request={"name": "Ada"})["id"]
    lead = office("nora").convert_lead(lead_id=lead_id, request={"customer_id": customer["id"], "contact": {}})
    assert office("nina").get_customer(customer_id=customer["id"]) == customer
    assert office("nils").get_contact(contact_id=lead["contact_id"])["owner"]["login"] == "nils"
