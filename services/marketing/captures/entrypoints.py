"""Where captures meet the message bus."""

from services.marketing.captures import commands, queries
from services.marketing.captures.rules import address_digest
from shared.contracts.marketing.captures import SubmitForm
from shared.contracts.payload import Payload
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class CaptureEntrypoints(Entrypoints):
    @rpc
    def submit_form(self, form_key: str, request: Payload, address: str) -> Payload:
        form = SubmitForm().load(request)
        sender = address_digest(self.secret(), address)
        with self.work() as session:
            commands.submit_form(session, self.actor, form_key, sender, **form)
        return {"received": True}

    @rpc
    def list_campaign_captures(self, campaign_id: str, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_captures(session, self.actor, campaign_id, query)
