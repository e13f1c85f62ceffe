"""The company that is walked: everybody has worked, and there is one of everything."""

from shared.ids import new_id
from tests.days import noon
from tests.end_to_end.company import Company
from tests.end_to_end.trade import trade
from tests.end_to_end.walker.classes import classify
from tests.end_to_end.walker.description import Description
from tests.end_to_end.walker.findings import Findings
from tests.end_to_end.walker.world import World, hire


def hand_over_a_visit(company: Company) -> None:
    """One branch pays a visit to the customer of another, about a deal that it does not see."""
    owen = company["owen.north"]
    customer = owen.post("/v1/customers", {"name": f"Handed {new_id()}", "external_id": f"customer-{new_id()}"})
    named = {"customer_id": customer["id"]}
    contact = owen.post("/v1/contacts", {"name": "Handed", "external_id": f"contact-{new_id()}", **named})
    deal = owen.post("/v1/opportunities", {"name": "Handed", "external_id": f"deal-{new_id()}", **named})
    parts = named | {"contact_id": contact["id"], "opportunity_id": deal["id"]}
    visit = owen.post("/v1/visits", {"subject": "Handed over", "starts_at": noon(1).isoformat(), **parts})
    owen.post(f"/v1/visits/{visit['id']}/transfer", {"owner_id": company.people["uma.south"]["id"]})


def found_world(profile: str, company: Company) -> World:
    hire(company)
    description = Description(company["admin"].get("/v1/openapi.json"))
    classified = classify(description)
    findings = Findings(profile, {str(one.operation): str(one.kind) for one in classified})
    world = World(company, description, classified, findings)
    trade(company, "northern", "nils.north", "nina.north")
    trade(company, "southern", "sara.south", "sara.south")
    trade(company, "eastern", "emil.east", "emil.east")
    company["olga.office"].post("/v1/opportunities", {"name": "Office deal", "amount": "7.00"})
    hand_over_a_visit(company)
    world.make_some_of_everything()
    world.settle()
    world.look()
    return world
