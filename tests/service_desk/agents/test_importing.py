"""Skills of agents out of a file: by login, within reach, and a second time without any effect."""

from typing import Any

from sqlalchemy.orm import Session

from services.service_desk.agents import commands, queries
from shared.actor import Reach
from shared.contracts.importing import read_rows
from shared.contracts.service_desk.agents import AgentRow
from shared.importing import RowResult
from shared.persistence.database import Database
from tests.service_desk.desk import NINA, NORA, SARA, agent


def load(session: Session, *rows: dict[str, Any], mode: str = "upsert") -> list[RowResult]:
    return commands.import_agents(session, agent(NORA), mode, read_rows(AgentRow, rows))


def row(login: str, skills: Any) -> dict[str, Any]:
    return {"owner_login": login, "skills": skills}


def test_skills_are_loaded_as_an_export_writes_them_and_a_second_time_without_effect(database: Database) -> None:
    with database.write() as session:
        for outcome in ("created", "unchanged"):
            assert load(session, row("nina", '["water", "gas", "gas"]'))[0].outcome == outcome
        assert queries.skills_of(session, NINA) == {"gas", "water"}
        assert queries.get_agent(session, agent(NORA), NINA).version == 1
        assert load(session, row("nina", ""))[0].code == "malformed"  # a cleared cell takes nothing away
        assert load(session, row("nina", "[]"))[0].outcome == "updated"
        assert queries.skills_of(session, NINA) == set()


def test_a_bad_row_is_rejected_with_its_reason_and_the_others_are_taken(database: Database) -> None:
    with database.write() as session:
        commands.set_agent_skills(session, agent(NORA, Reach.ALL), SARA, ["gas"])
        beyond, nobody, unread, unskilled, taken = load(
            session,
            row("sara", "[]"),
            row("nobody", "[]"),
            row("nina", "[gas"),
            row("nina", '["GAS"]'),
            row("nora", "[]"),
        )
        assert (beyond.code, beyond.messages[0].replace("sara", "nobody")) == (nobody.code, nobody.messages[0])
        assert (nobody.code, unread.code, unskilled.code) == ("import_reference_unknown", "malformed", "malformed")
        assert taken.outcome == "created"
        assert queries.skills_of(session, SARA) == {"gas"}
        assert load(session, row("nora", "[]"), mode="create")[0].code == "import_key_taken"
        assert load(session, row("nina", "[]"), mode="update")[0].code == "import_key_unknown"
