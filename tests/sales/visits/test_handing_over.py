"""Planned visits about a deal go with it when another person takes it over; what is over or another's stays."""

from shared.actor import Reach, system_actor
from shared.contracts.sales.opportunities import OpportunityTransferred
from shared.persistence.platform import StoredEvent
from tests.sales.desk import Office

HOW = {"starts_at": "2031-05-01T09:00:00+00:00", "subject": "Measure"}


def transferred(office: Office, deal_id: str) -> OpportunityTransferred:
    [*_, last] = office.events(deal_id)
    assert isinstance(last, StoredEvent)
    return OpportunityTransferred(**last.data)


def test_only_the_planned_visits_of_the_old_owner_about_the_deal_change_hands_and_once(office: Office) -> None:
    nils, nina = office("nils"), office("nina")
    customer = nils.create_customer(request={"name": "Mill"})["id"]
    deal = nils.open_opportunity(request={"name": "Wheel", "customer_id": customer})["id"]
    about = {**HOW, "customer_id": customer, "opportunity_id": deal}
    planned, missed = (nils.plan_visit(request=about)["id"] for _ in range(2))
    elsewhere = nils.plan_visit(request={**HOW, "customer_id": customer})["id"]
    nils.cancel_visit(visit_id=missed, request={"reason": "twice"})
    helen = office("helen").reaching(Reach.ALL)
    of_helen = helen.plan_visit(request=about)["id"]
    nils.transfer_opportunity(opportunity_id=deal, request={"owner_id": office.person("nina")})
    for _ in range(2):
        office.branches.hear("hand_over_visits_of_deal", transferred(office, deal))
    owners = {one: helen.get_visit(visit_id=one)["owner"]["login"] for one in (planned, missed, elsewhere, of_helen)}
    assert owners == {planned: "nina", missed: "nils", elsewhere: "nils", of_helen: "helen"}
    assert office.branches.told(planned) == ["planned", "transferred"]
    assert nina.get_visit(visit_id=planned)["status"] == "planned"
    assert nina.change_visit(visit_id=planned, request={"note": "Bring the tape"})["note"] == "Bring the tape"
    assert system_actor("sales").user_id not in owners
