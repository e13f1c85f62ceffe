"""The description of the API names the managed list that a field follows, as the lists themselves do."""

from marshmallow import Schema

from gateway.http.discovery import all_routes
from shared.contracts.gateway.picklists import SHIPPED
from shared.contracts.reporting.segments import RULED, CreateSegment
from shared.contracts.sales.problems import OpportunityProblemView
from shared.segmenting import QUIET

TOLD = "x-tenon-picklist"
CODES = {one.code for one in SHIPPED}


def told(schema: type[Schema]) -> dict[str, str]:
    fields = schema().fields.items()
    return {name: str(field.metadata[TOLD]) for name, field in fields if TOLD in field.metadata}


def test_what_a_list_shows_of_a_managed_list_is_told_as_such() -> None:
    seen = 0
    for route in (each for routes in all_routes() for each in routes.declared):
        listing = route.listing
        if listing is None or not listing.picklists:
            continue
        shown = {name: picklist for name, picklist in listing.picklists.items() if name in listing.view().fields}
        assert told(listing.view) == shown, route.rule
        seen += len(shown)
    assert seen > 10, "or nothing was looked at"


def test_parts_and_rules_tell_it_too_and_every_list_is_there() -> None:
    assert told(OpportunityProblemView) == {"type": "opportunity_problem"}
    filters = CreateSegment().fields["rule"].metadata["x-tenon-filters"]
    assert set(filters) == {*RULED.fields, *QUIET}
    assert {one["picklist"] for one in filters.values() if one["picklist"]} <= CODES
