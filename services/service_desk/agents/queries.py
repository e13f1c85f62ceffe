"""Reading agents. Every query on behalf of somebody starts from what that person may see."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.service_desk.agents.model import Agent
from shared.actor import Actor
from shared.contracts.payload import Payload
from shared.contracts.service_desk import agents as contract
from shared.errors import NotFound
from shared.listing import list_records
from shared.persistence.history import list_history
from shared.persistence.platform import OrgPersonReplica
from shared.visible import changeable, get_visible, visible

COLUMNS = {
    "id": Agent.id,
    "org_unit_id": Agent.org_unit_id,
    "created_at": Agent.created_at,
    "updated_at": Agent.updated_at,
}


def get_agent(session: Session, actor: Actor, agent_id: str) -> Agent:
    return get_visible(session, Agent, actor, agent_id)


def list_agents(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, visible(Agent, actor), Agent, contract.LISTING, COLUMNS, query)


def list_agent_history(session: Session, actor: Actor, agent_id: str, after: int = 0) -> Payload:
    return list_history(session, get_agent(session, actor, agent_id).id, after=after)


def skills_of(session: Session, person_id: str) -> frozenset[str]:
    """What somebody is skilled in, for the rules about who may take a request; nothing for people nobody listed."""
    return frozenset(session.scalar(select(Agent.skills).where(Agent.id == person_id)) or ())


def is_listed(session: Session, person_id: str) -> bool:
    """Whether anybody said yet what this person is skilled in."""
    return session.scalar(select(Agent.id).where(Agent.id == person_id)) is not None


def agents_by_id(session: Session, actor: Actor, person_ids: set[str]) -> dict[str, Agent]:
    """Those that the caller may change, locked in one order so that two loads never wait for one another."""
    rows = changeable(Agent, actor).where(Agent.id.in_(person_ids)).order_by(Agent.id)
    locked = rows.with_for_update(of=Agent).execution_options(populate_existing=True)
    return {agent.id: agent for agent in session.scalars(locked)}


def get_person(session: Session, person_id: str) -> OrgPersonReplica:
    """An active person of the organisation; raises `NotFound`."""
    person = session.get(OrgPersonReplica, person_id)
    if person is None or not person.active:
        raise NotFound(f"There is no agent {person_id}.")
    return person
