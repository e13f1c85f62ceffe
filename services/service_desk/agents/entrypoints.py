"""Where agents meet the message bus."""

from services.service_desk.agents import commands, queries
from shared.contracts.payload import Payload, reply
from shared.contracts.service_desk.agents import AgentView, SetAgentSkills
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class AgentEntrypoints(Entrypoints):
    @rpc
    def get_agent(self, agent_id: str) -> Payload:
        with self.read() as session:
            return reply(AgentView, queries.get_agent(session, self.actor, agent_id))

    @rpc
    def list_agents(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_agents(session, self.actor, query)

    @rpc
    def list_agent_history(self, agent_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_agent_history(session, self.actor, agent_id, after)

    @rpc
    def set_agent_skills(self, agent_id: str, request: Payload) -> Payload:
        form = SetAgentSkills().load(request)
        with self.work() as session:
            return reply(AgentView, commands.set_agent_skills(session, self.actor, agent_id, **form))
