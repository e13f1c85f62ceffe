"""Three tiers: the gateway keeps no business table, and each service has a schema of its own that nobody else is in."""

import pytest
from sqlalchemy import create_engine, inspect

from deploy.roster import EVERYBODY
from shared.persistence.platform import PlatformBase
from tests.architecture.test_tables import business_nouns, find_trespassing, owners
from tests.end_to_end.walker.world import World

GATEWAY = "gateway"


@pytest.mark.feature("X-07")
def test_every_service_owns_its_schema_and_the_gateway_holds_no_business_table(world: World) -> None:
    """What was written through HTTP lies in the database of the service that owns it, and in no other."""
    deal = world["owen.north"].post("/v1/opportunities", {"name": "Where is it kept"})
    whose, own = owners(), {service: set[str]() for service in EVERYBODY}
    platform = {"alembic_version", *PlatformBase.metadata.tables}
    for service in EVERYBODY:
        engine = create_engine(world.company.stack.database_url(service))
        own[service] = set(inspect(engine).get_table_names()) - platform
        with engine.connect() as connection:
            there = (
                "opportunities" in own[service]
                and connection.exec_driver_sql(
                    f"SELECT count(*) FROM opportunities WHERE number = '{deal['number']}'"
                ).scalar()
            )
        engine.dispose()
        assert bool(there) == (service == "sales"), service
    for service, tables in own.items():
        assert all(service in whose[table] for table in tables), service
    assert own[GATEWAY] & business_nouns() == set()
    assert find_trespassing() == []
