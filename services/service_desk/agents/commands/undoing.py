"""Taking back what a job did to agents."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from services.service_desk.agents.model import Agent
from shared.actor import Actor
from shared.contracts.events import Changes
from shared.contracts.service_desk import agents as contract
from shared.importing import RowResult
from shared.undoing import Undoing, undo_records


def _told(agent: Agent, changed: Changes) -> dict[str, Any]:
    return {"agent_id": agent.id, "skills": agent.skills, "org_unit_id": agent.org_unit_id, "changes": changed}


_AGENTS = Undoing(
    noun=contract.LISTING.noun,
    model=Agent,
    put_back=lambda session, agent, fields: agent.put_back(fields),
    facts=lambda agent: {"skills": list(agent.skills)},
    changed=lambda agent, diff: contract.AgentSkillsSet(**_told(agent, diff)),
    removed=lambda agent, diff: contract.AgentRemoved(**_told(agent, diff)),
)


def undo_agents(session: Session, actor: Actor, job_id: str, agent_ids: Sequence[str]) -> list[RowResult]:
    """One result an agent; one whose skills were changed since stays. What an agent works on is not touched."""
    return undo_records(session, actor, job_id, agent_ids, _AGENTS)
