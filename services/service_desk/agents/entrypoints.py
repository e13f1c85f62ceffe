"""Where agents meet the message bus."""

from services.service_desk.agents import commands, queries
from shared.contracts.importing import checked_mode, read_rows, results_reply
from shared.contracts.payload import Payload, reply
from shared.contracts.service_desk.agents import AgentRow, AgentView, SetAgentSkills
from shared.entrypoints import Entrypoints
from shared.importing import rehearsal
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

    @rpc
    def import_agents(self, rows: list[Payload], mode: str, dry_run: bool = False) -> Payload:
        """For the gateway's imports."""
        read, mode = read_rows(AgentRow, rows), checked_mode(mode)
        with self.work() as session, rehearsal(session, dry_run):
            return results_reply(commands.import_agents(session, self.actor, mode, read))
