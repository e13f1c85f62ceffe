"""Where the scores meet the message bus."""

from services.reporting.learnt_models.commands import learnt_for
from services.reporting.win_scores import queries
from shared.contracts.payload import Payload, reply
from shared.contracts.reporting.win_scores import WinScoresQuery, WinScoresView
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class WinScoreEntrypoints(Entrypoints):
    @rpc
    def get_win_scores(self, query: Payload) -> Payload:
        form = WinScoresQuery().load(query)
        learnt = learnt_for(self.database, self.actor, queries.LESSON, {})
        with self.read() as session:
            return reply(WinScoresView, queries.get_win_scores(session, self.actor, learnt, **form))
