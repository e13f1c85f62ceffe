"""The company that is walked: everybody has worked, and there is one of everything."""

from tests.end_to_end.company import Company
from tests.end_to_end.trade import trade
from tests.end_to_end.walker.classes import classify
from tests.end_to_end.walker.description import Description
from tests.end_to_end.walker.findings import Findings
from tests.end_to_end.walker.world import World, hire


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
    world.make_some_of_everything()
    world.settle()
    world.look()
    return world
