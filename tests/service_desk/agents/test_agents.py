"""Whose skills may be set, and what becomes of them."""

import pytest

from services.service_desk.agents import commands, queries
from shared.actor import Reach
from shared.contracts.payload import reply
from shared.contracts.service_desk.agents import AgentView
from shared.errors import NotFound
from shared.ids import new_id
from shared.persistence.database import Database
from tests.service_desk.desk import NINA, NORA, SARA, agent


def test_setting_skills_makes_an_agent_and_replaces_what_was_set_before(database: Database) -> None:
    with database.write() as session:
        commands.set_agent_skills(session, agent(NORA), NINA, ["water", "gas", "gas"])
        set_again = commands.set_agent_skills(session, agent(NORA), NINA, ["heat"])
        view = reply(AgentView, set_again)
        told = queries.list_agent_history(session, agent(NORA), NINA)["data"]
    assert (view["id"], view["skills"], view["version"], view["owner"]["login"]) == (NINA, ["heat"], 2, "nina")
    assert [entry["changes"]["skills"] for entry in told] == [
        {"before": [], "after": ["gas", "water"]},
        {"before": ["gas", "water"], "after": ["heat"]},
    ]


@pytest.mark.parametrize("person", [SARA, new_id()], ids=["of another branch", "unknown"])
def test_people_out_of_reach_are_not_found(database: Database, person: str) -> None:
    with database.write() as session, pytest.raises(NotFound):
        commands.set_agent_skills(session, agent(NORA), person, ["gas"])


def test_skills_of_another_branch_are_out_of_sight(database: Database) -> None:
    with database.write() as session:
        commands.set_agent_skills(session, agent(NORA, Reach.ALL), SARA, ["gas"])
        commands.set_agent_skills(session, agent(NORA), NINA, ["gas"])
        rows = queries.list_agents(session, agent(NORA), {})["data"]
        assert [row["id"] for row in rows] == [NINA]
        assert queries.skills_of(session, SARA) == {"gas"}
        assert queries.skills_of(session, NORA) == set()
