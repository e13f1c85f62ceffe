"""Positions from a file: by code, by the rules of their commands, and a second time without effect."""

from tests.gateway.organisation import House


def test_positions_are_taken_by_code_and_a_second_run_changes_nothing(house: House) -> None:
    rows = [{"code": "approver", "name": "Approver"}, {"code": "buyer", "name": "Buyer"}]
    assert house.load("positions", *rows) == ["created", "created"]
    before = house.call("admin", "list_positions", query={})["data"]
    assert house.load("positions", *rows) == ["unchanged", "unchanged"]
    assert house.call("admin", "list_positions", query={})["data"] == before

    assert house.load("positions", rows[0] | {"name": "Signer"}, rows[1]) == ["updated", "unchanged"]
    changed = house.call("admin", "list_positions", query={})["data"][0]
    assert (changed["name"], changed["version"]) == ("Signer", before[0]["version"] + 1)


def test_a_row_that_cannot_be_taken_is_rejected_by_itself(house: House) -> None:
    good = {"code": "approver", "name": "Approver"}
    bad = [{"code": "Bad Code", "name": "x"}, {"code": "nameless"}, good | {"holder": "ann"}]
    assert house.load("positions", *bad, good) == ["malformed", "malformed", "malformed", "created"]
    assert house.load("positions", good, mode="create") == ["import_key_taken"]
    assert house.load("positions", {"code": "other", "name": "x"}, mode="update") == ["import_key_unknown"]


def test_only_whoever_the_whole_company_obeys_loads_positions(house: House) -> None:
    house.group("chiefs", ("gateway.position:import", "subtree"))
    house.add_person("eve", "EAST", ("chiefs",))
    assert house.load("positions", {"code": "approver", "name": "Mine"}, by="eve") == ["reach_too_short"]
    assert house.call("admin", "list_positions", query={})["data"] == []
