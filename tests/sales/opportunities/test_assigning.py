"""Many deals to several people by a rule: each deal answers for itself."""

import pytest

from shared.owners import NewOwnerInactive
from tests.sales.desk import GONE, Office


def deals_of(office: Office, who: str, count: int) -> list[str]:
    return [office(who).open_opportunity(request={"name": f"Deal {number}"})["id"] for number in range(count)]


def assigned(office: Office, deals: list[str], people: list[str], rule: str) -> list[tuple[str, str | None]]:
    request = {"opportunity_ids": deals, "person_ids": people, "rule": rule}
    return [(row["outcome"], row["owner_id"]) for row in office("nora").assign_opportunities(request=request)["data"]]


def test_people_take_turns_and_what_is_refused_takes_no_turn_from_the_others(office: Office) -> None:
    nina, nils = office.person("nina"), office.person("nils")
    deals, [foreign] = deals_of(office, "nils", 3), deals_of(office, "sara", 1)
    told = assigned(office, [deals[0], foreign, deals[1], deals[2]], [nina, nils], "round_robin")
    assert told == [("assigned", nina), ("refused", None), ("unchanged", nils), ("assigned", nina)]
    assert office.branches.told(deals[0]) == ["opened", "transferred"]
    assert office.branches.told(foreign) == ["opened"]


def test_whoever_has_the_fewest_open_deals_gets_the_next(office: Office) -> None:
    nina, nils = office.person("nina"), office.person("nils")
    deals = deals_of(office, "nils", 4)
    deals_of(office, "nina", 1)
    told = assigned(office, deals, [nils, nina], "least_loaded")
    assert told == [("assigned", nina), *[("unchanged", nils)] * 3]
    with pytest.raises(NewOwnerInactive):
        assigned(office, deals, [nina, GONE], "round_robin")
