"""Where questions meet the message bus."""

from services.reporting.questions import queries
from shared.contracts.payload import Payload, reply
from shared.contracts.reporting.questions import AnswerView, AskQuestion
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class QuestionEntrypoints(Entrypoints):
    @rpc
    def ask_question(self, request: Payload) -> Payload:
        form = AskQuestion().load(request)
        with self.read() as session:
            return reply(AnswerView, queries.ask_question(session, self.actor, **form))
