"""Rules at the service's door: who may define them for which unit, and what they may say."""

from typing import Any

import pytest

from services.sales.lead_assignment_rules.rules import (
    BudgetsAreReversed,
    PersonStandsElsewhere,
    RuleCannotDoThis,
    SellersStandElsewhere,
    UnitBeyondReach,
)
from shared.actor import Reach
from shared.errors import Malformed, NotFound, Stale
from shared.owners import NewOwnerInactive
from shared.persistence.platform import OrgPersonReplica
from tests.sales.desk import GONE, NOBODY, Desk, Office


def head_of_north(office: Office) -> Desk:
    return office("nora").reaching(Reach.UNIT)


def define(desk: Desk, **more: Any) -> Any:
    return desk.define_lead_assignment_rule(request={"name": "Mills", "method": "round_robin", **more})


def test_a_rule_is_for_ones_unit_gives_to_its_sellers_and_comes_last_unless_said_otherwise(
    office_anywhere: Office,
) -> None:
    nora, north = head_of_north(office_anywhere), office_anywhere.unit("NORTH")
    rule = define(nora)
    assert (rule["org_unit"]["id"], rule["owner"]["login"], rule["seller_unit_id"]) == (north, "nora", north)
    assert (rule["position"], rule["status"], rule["person_ids"]) == (1, "active", [])
    assert define(nora)["position"] == 2
    asked = {"source_kinds": ["campaign"], "least_budget": "10", "currency": "USD", "most_budget": None}
    people = [office_anywhere.person("nina"), office_anywhere.person("nils"), office_anywhere.person("nina")]
    changed = nora.change_lead_assignment_rule(
        rule_id=rule["id"], request={"conditions": asked, "person_ids": people, "position": 9, "method": "least_loaded"}
    )
    assert changed["conditions"] == {"source_kinds": ["campaign"], "least_budget": "10.00", "currency": "USD"}
    assert (changed["person_ids"], changed["seller_unit_id"]) == (people[:2], None)
    assert (changed["position"], changed["method"]) == (9, "least_loaded")
    again = nora.change_lead_assignment_rule(rule_id=rule["id"], request={"seller_unit_id": north})
    assert (again["person_ids"], again["seller_unit_id"]) == ([], north)
    assert office_anywhere.branches.told(rule["id"]) == ["defined", "changed", "changed"]
    [*_, last] = nora.list_lead_assignment_rule_history(rule_id=rule["id"])["data"]
    assert last["changes"].keys() == {"person_ids", "seller_unit_id"}


def test_only_whom_the_right_lets_reach_the_whole_unit_defines_its_rules(office: Office) -> None:
    for desk in (office("nils"), office("nora")):
        with pytest.raises(UnitBeyondReach):
            define(desk)
    for unit in (office.unit("SOUTH"), office.unit("HQ"), NOBODY):
        with pytest.raises(NotFound):
            define(head_of_north(office), unit_id=unit)
    with pytest.raises(NotFound):
        define(office("nora").reaching(Reach.SUBTREE), unit_id=office.unit("SOUTH"))
    assert define(office("helen"), unit_id=office.unit("SOUTH"))["org_unit"]["code"] == "SOUTH"
    assert define(office("nora").reaching(Reach.SUBTREE))["org_unit"]["code"] == "NORTH"


def test_a_rule_is_seen_and_changed_in_its_unit_alone(office: Office) -> None:
    rule = define(head_of_north(office))
    for stranger in (office("sara").reaching(Reach.UNIT), office("nils")):
        with pytest.raises(NotFound):
            stranger.get_lead_assignment_rule(rule_id=rule["id"])
        with pytest.raises(NotFound):
            stranger.change_lead_assignment_rule(rule_id=rule["id"], request={"name": "Mine"})
        assert stranger.list_lead_assignment_rules(query={})["data"] == []
    with pytest.raises(Stale):
        head_of_north(office).expecting(9).change_lead_assignment_rule(rule_id=rule["id"], request={"name": "Late"})


def test_leads_go_to_people_and_sellers_of_the_rules_unit(office: Office) -> None:
    nora = head_of_north(office)
    for stranger in (office.person("sara"), office.person("helen"), NOBODY):
        with pytest.raises(PersonStandsElsewhere):
            define(nora, person_ids=[office.person("nils"), stranger])
    for unit in (office.unit("HQ"), office.unit("SOUTH"), NOBODY):
        with pytest.raises(SellersStandElsewhere):
            define(nora, seller_unit_id=unit)
    whole = define(office("helen"), person_ids=[office.person("sara"), office.person("nils")])
    assert whole["org_unit"]["code"] == "HQ"
    with office.branches.database.write() as session:
        session.get_one(OrgPersonReplica, GONE).unit_id = office.unit("NORTH")
    with pytest.raises(NewOwnerInactive):
        define(nora, person_ids=[GONE])


@pytest.mark.parametrize(
    "wrong",
    [
        {"method": "dice"},
        {"name": " "},
        {"position": 0},
        {"position": "1"},
        {"person_ids": []},
        {"person_ids": ["nils"]},
        {"person_ids": [NOBODY], "seller_unit_id": NOBODY},
        {"conditions": {"least_budget": "1"}},
        {"conditions": {"least_budget": 1.5, "currency": "USD"}},
        {"conditions": {"source_kinds": ["dream"]}},
        {"conditions": {"phase": ["full"]}},
        {"conditions": []},
        {"status": "retired"},
        {"org_unit_id": NOBODY},
    ],
)
def test_what_has_the_wrong_shape_is_refused(office: Office, wrong: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        define(head_of_north(office), **wrong)


def test_bounds_of_a_budget_are_in_order(office: Office) -> None:
    with pytest.raises(BudgetsAreReversed):
        define(head_of_north(office), conditions={"least_budget": "2", "most_budget": "1", "currency": "USD"})


def test_a_rule_is_retired_and_reinstated_in_turn(office: Office) -> None:
    nora = head_of_north(office)
    rule = define(nora)
    assert nora.retire_lead_assignment_rule(rule_id=rule["id"], request={})["status"] == "retired"
    with pytest.raises(RuleCannotDoThis):
        nora.retire_lead_assignment_rule(rule_id=rule["id"], request={})
    assert nora.reinstate_lead_assignment_rule(rule_id=rule["id"], request={})["status"] == "active"
    with pytest.raises(RuleCannotDoThis):
        nora.reinstate_lead_assignment_rule(rule_id=rule["id"], request={})


def test_the_same_key_defines_once(office: Office) -> None:
    first, again = (define(head_of_north(office).keyed("k-1")) for _ in range(2))
    assert first == again
