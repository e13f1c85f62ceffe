"""Every entity is exported and loaded again by its external key, and a second run of the same file changes nothing."""

from collections.abc import Callable, Mapping
from functools import partial

import pytest

from shared.contracts.gateway.imports import ENTITIES
from tests.end_to_end.company import Company
from tests.end_to_end.gateway import round_trip_of_organisation, round_trip_of_settings, test_round_trip
from tests.end_to_end.marketing.round_trip import campaign_members
from tests.end_to_end.messaging.round_trip import plans, schedules
from tests.end_to_end.sales import round_trip as sales
from tests.end_to_end.service_desk.round_trip import agents, agreements

ROUND_TRIPS: Mapping[str, Callable[[Company], None]] = {
    **{entity: partial(test_round_trip.there_and_back, entity=entity) for entity in test_round_trip.ENTITIES},
    **{
        entity: partial(round_trip_of_settings.there_and_back, entity=entity)
        for entity in round_trip_of_settings.SETTINGS
    },
    **{
        entity: partial(round_trip_of_organisation.there_and_back, entity=entity)
        for entity in round_trip_of_organisation.COLUMNS
    },
    **{entity: partial(sales.there_and_back, entity=entity) for entity in sales.COLUMNS},
    "agents": agents,
    "agreements": agreements,
    "campaign_members": campaign_members,
    "plans": plans,
    "schedules": schedules,
}


@pytest.mark.feature("X-06")
@pytest.mark.parametrize("entity", ENTITIES)
def test_what_is_exported_is_loaded_by_its_key_and_a_second_run_changes_nothing(company: Company, entity: str) -> None:
    """An entity that the API loads and that has no round trip here fails."""
    ROUND_TRIPS[entity](company)
