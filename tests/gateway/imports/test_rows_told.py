"""What a row of a file may say is told in the description of the API, from the schemas that read the rows."""

from gateway.http.discovery import all_routes
from gateway.http.openapi import describe
from shared.contracts.gateway.imports import ENTITIES


def test_the_description_tells_each_field_of_each_row() -> None:
    described = describe(tuple(all_routes()))["components"]["schemas"]["CreateImport"]["properties"]["entity"]
    told = described["x-tenon-rows"]
    assert set(told) == set(ENTITIES) == set(described["enum"])
    for name, entity in ENTITIES.items():
        taken = entity.row().fields
        fields = {field["name"]: field for field in told[name]["fields"]}
        assert set(fields) == set(taken) - {"custom"}
        assert told[name]["custom"] == ("custom" in taken)
        assert {each for each in fields if fields[each].get("required")} == {
            each for each, field in taken.items() if field.required
        }


def test_a_field_is_told_as_a_cell_writes_it() -> None:
    described = describe(tuple(all_routes()))["components"]["schemas"]["CreateImport"]["properties"]["entity"]
    told = described["x-tenon-rows"]
    kinds = {(entity, each["name"]): each["kind"] for entity in told for each in told[entity]["fields"]}
    assert kinds["orders", "lines"] == "json"
    assert kinds["orders", "ship_on"] == "date"
    assert kinds["people", "groups"] == "list"
    assert kinds["customers", "employees"] == "integer"
    assert kinds["opportunities", "amount"] == "decimal"
