"""What becomes of consents when the program that they were given to is closed."""

import pytest
from sqlalchemy import select

from gateway.oauth_grants import commands, queries
from gateway.oauth_grants.model import OAuthGrant
from tests.gateway.organisation import House

BACK = "https://planner.example/back"


def test_all_consents_to_a_closed_program_end_however_many_there_are(
    embedded_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MOST_LISTED", 2)
    house = embedded_house
    request = {"name": "Planner", "unit_id": house.units["HQ"], "confidential": False, "redirect_uris": [BACK]}
    request["scopes"] = ["gateway.person:read"]
    closed, other = (house.call("admin", "create_oauth_client", request=request)["id"] for _ in range(2))
    person_id = house.call("admin", "get_me")["id"]
    with house.database.write() as session:
        for place, client_id in enumerate([closed] * 5 + [other]):
            commands.consent(
                session,
                client_id=client_id,
                person_id=person_id,
                scopes=[],
                redirect_uri=BACK,
                code=f"code {place}",
                code_challenge="challenge",
            )
    house.call("admin", "close_oauth_client", client_id=closed)
    with house.database.read() as session:
        open_ones = session.scalars(select(OAuthGrant.client_id).where(OAuthGrant.ended_at.is_(None)))
        assert list(open_ones) == [other]
