"""Where playbooks meet the message bus."""

from services.sales.playbooks import commands, queries
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.playbooks import ChangePlaybook, CreatePlaybook, PlaybookView, RecommendationView
from shared.entrypoints import Entrypoints
from shared.rpc import keeps_limits, rpc


class PlaybookEntrypoints(Entrypoints):
    @rpc
    def create_playbook(self, request: Payload) -> Payload:
        form = CreatePlaybook().load(request)
        with self.work() as session:
            return reply(PlaybookView, commands.create_playbook(session, self.actor, **form))

    @rpc
    def get_playbook(self, playbook_id: str) -> Payload:
        with self.read() as session:
            return reply(PlaybookView, queries.get_playbook(session, playbook_id))

    @rpc
    def list_playbooks(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_playbooks(session, query)

    @rpc
    def list_playbook_history(self, playbook_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_playbook_history(session, playbook_id, after)

    @rpc
    def change_playbook(self, playbook_id: str, request: Payload) -> Payload:
        form = ChangePlaybook().load(request)
        with self.work() as session:
            return reply(PlaybookView, commands.change_playbook(session, self.actor, playbook_id, **form))

    @rpc
    @keeps_limits
    def recommend_plays(self, opportunity_id: str) -> Payload:
        with self.read() as session:
            return reply(RecommendationView, queries.recommend(session, self.actor, opportunity_id))
