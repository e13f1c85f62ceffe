"""Where the partners in deals meet the message bus."""

from services.sales.partners import commands, queries
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.partners import LinkPartner, PartnersView, PartnerView
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class PartnerEntrypoints(Entrypoints):
    @rpc
    def link_partner(self, opportunity_id: str, request: Payload) -> Payload:
        form = LinkPartner().load(request)
        with self.work() as session:
            return reply(PartnerView, commands.link_partner(session, self.actor, opportunity_id, **form))

    @rpc
    def list_partners(self, opportunity_id: str) -> Payload:
        with self.read() as session:
            return reply(PartnersView, {"data": queries.list_partners(session, self.actor, opportunity_id)})

    @rpc
    def unlink_partner(self, opportunity_id: str, partner_id: str) -> None:
        with self.work() as session:
            commands.unlink_partner(session, self.actor, opportunity_id, partner_id)
