"""Whoever sends anything to everything closes branches and renames what others rely on; nobody works there later."""

import pytest

from shared.ids import new_id
from tests.end_to_end.company import PASSWORD
from tests.end_to_end.generated.house import House
from tests.end_to_end.walker.findings import Findings
from tests.end_to_end.walker.world import World


@pytest.fixture(scope="package")
def house(profile: str, world: World) -> House:
    """One of every record is there, for requests to be about."""
    company, login = world.company, f"nobody.{new_id()[-8:]}"
    person = {"login": login, "name": "Newcomer", "unit_id": company.units["EAST"]["id"], "groups": []}
    company["admin"].post("/v1/people", {**person, "password": PASSWORD, "must_change_password": False})
    return House(World(company, world.description, world.classified, Findings(profile)), login)
