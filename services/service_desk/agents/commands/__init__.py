"""Changing agents. One function, one business decision, one event."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from services.service_desk.agents import queries
from services.service_desk.agents.model import Agent
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.events import changes
from shared.contracts.service_desk.agents import AgentSkillsSet
from shared.errors import NotFound
from shared.importing import (
    CREATED,
    UNCHANGED,
    UPDATED,
    Form,
    ReadRow,
    ReferenceIsUnknown,
    RowResult,
    ensure_mode,
    named,
    take_rows,
)
from shared.owners import owner_named, owners_by_login
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


def import_agents(session: Session, actor: Actor, mode: str, rows: Sequence[ReadRow]) -> list[RowResult]:
    """Bring the skills of agents in step with these rows, by login; somebody out of reach is as good as nobody."""
    people = owners_by_login(session, named(rows, "owner_login"))
    known = queries.agents_by_id(session, actor, {person.id for person in people.values()})

    def take(form: Form) -> RowResult:
        login, skills = form["owner_login"], form["skills"]
        agent = known.get(people[login].id) if login in people else None
        ensure_mode(mode, login, agent is not None)
        if agent is not None and agent.skills == sorted(set(skills)):
            return RowResult(UNCHANGED, agent.id)
        person = owner_named(people, login)
        try:
            set_agent_skills(session, actor, person.id, skills)
        except NotFound:
            raise ReferenceIsUnknown(f"There is no person {login} to own this record.") from None
        return RowResult(UPDATED if agent else CREATED, person.id)

    return take_rows(session, rows, take)
