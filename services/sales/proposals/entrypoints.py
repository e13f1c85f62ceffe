"""Where proposals meet the message bus."""

from services.sales.proposals import commands
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.attachments import AttachmentView
from shared.contracts.sales.proposals import GenerateProposal
from shared.entrypoints import Entrypoints
from shared.field_limits import ensure_all_open
from shared.files import files_at
from shared.rpc import rpc


class ProposalEntrypoints(Entrypoints):
    @rpc
    def generate_proposal(self, opportunity_id: str, request: Payload) -> Payload:
        """It says whatever is known of the deal, so it is for those to whom all of that is open."""
        form, files = GenerateProposal().load(request), files_at(self.settings.files)
        ensure_all_open(self.actor.fields)
        with self.work() as session:
            kept = commands.generate_proposal(session, self.actor, opportunity_id, files, **form)
            return reply(AttachmentView, kept)
