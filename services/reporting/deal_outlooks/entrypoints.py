"""Where the report on a deal meets the message bus."""

from services.reporting.chances.queries import LESSON, question_of
from services.reporting.deal_outlooks import queries
from services.reporting.learnt_models.commands import learnt_for
from shared.contracts.payload import Payload, reply
from shared.contracts.reporting.win_scores import DealOutlookQuery, DealOutlookView
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class DealOutlookEntrypoints(Entrypoints):
    @rpc
    def get_deal_outlook(self, query: Payload) -> Payload:
        form = DealOutlookQuery().load(query)
        learnt = learnt_for(self.database, self.actor, LESSON, question_of(None, None))
        with self.read() as session:
            return reply(DealOutlookView, queries.get_deal_outlook(session, self.actor, learnt, **form))
