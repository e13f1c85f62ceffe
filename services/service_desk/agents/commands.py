"""Changing agents. One function, one business decision, one event."""

from sqlalchemy.orm import Session

from services.service_desk.agents import queries
from services.service_desk.agents.model import Agent
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.events import changes
from shared.contracts.service_desk.agents import AgentSkillsSet
from shared.visible import get_for_change


def set_agent_skills(session: Session, actor: Actor, agent_id: str, skills: list[str]) -> Agent:
    """Say all that a person within reach is skilled in; the first time makes the person an agent."""
    person = queries.get_person(session, agent_id)
    if not queries.is_listed(session, agent_id):
        session.add(
            Agent(id=agent_id, owner_id=agent_id, org_unit_id=person.unit_id, created_by=actor.user_id, skills=[])
        )
        session.flush()
    agent = get_for_change(session, Agent, actor, agent_id)
    before = {"skills": agent.skills}
    agent.set_skills(skills, person.unit_id)
    changed = changes(before, {"skills": agent.skills})
    event = AgentSkillsSet(agent_id=agent.id, skills=agent.skills, org_unit_id=agent.org_unit_id, changes=changed)
    announce(session, actor, agent, event)
    return agent
