"""Where stakeholders meet the message bus."""

from services.sales.stakeholders import commands, queries
from shared.contracts.newest import NewestQuery
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.stakeholders import LinkContact, StakeholdersView, StakeholderView
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class StakeholderEntrypoints(Entrypoints):
    @rpc
    def link_contact(self, opportunity_id: str, request: Payload) -> Payload:
        form = LinkContact().load(request)
        with self.work() as session:
            return reply(StakeholderView, commands.link_contact(session, self.actor, opportunity_id, **form))

    @rpc
    def unlink_contact(self, opportunity_id: str, stakeholder_id: str) -> None:
        with self.work() as session:
            commands.unlink_contact(session, self.actor, opportunity_id, stakeholder_id)

    @rpc
    def list_stakeholders(self, opportunity_id: str, query: Payload) -> Payload:
        form = NewestQuery().load(query)
        with self.read() as session:
            return reply(StakeholdersView, queries.list_stakeholders(session, self.actor, opportunity_id, **form))

    @rpc
    def list_contact_opportunities(self, contact_id: str, query: Payload) -> Payload:
        form = NewestQuery().load(query)
        with self.read() as session:
            found = queries.list_contact_opportunities(session, self.actor, contact_id, **form)
            return reply(StakeholdersView, found)
