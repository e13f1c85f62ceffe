"""Where the competitors in deals meet the message bus."""

from services.sales.competitors import commands, queries
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.competitors import (
    AssessCompetitor,
    CompetitorsMetQuery,
    CompetitorsMetView,
    CompetitorsView,
    CompetitorView,
    NameCompetitor,
)
from shared.contracts.sales.opportunities import LoseOpportunity, OpportunityView
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class CompetitorEntrypoints(Entrypoints):
    @rpc
    def name_competitor(self, opportunity_id: str, request: Payload) -> Payload:
        form = NameCompetitor().load(request)
        with self.work() as session:
            return reply(CompetitorView, commands.name_competitor(session, self.actor, opportunity_id, **form))

    @rpc
    def list_competitors(self, opportunity_id: str) -> Payload:
        with self.read() as session:
            found = queries.list_competitors(session, self.actor, opportunity_id)
            return reply(CompetitorsView, {"data": found})

    @rpc
    def list_competitors_met(self, customer_id: str, query: Payload) -> Payload:
        """For the gateway, which shows a customer as a whole."""
        form = CompetitorsMetQuery().load(query)
        with self.read() as session:
            return reply(CompetitorsMetView, queries.competitors_met(session, self.actor, customer_id, **form))

    @rpc
    def assess_competitor(self, opportunity_id: str, competitor_id: str, request: Payload) -> Payload:
        form = AssessCompetitor().load(request)
        with self.work() as session:
            assessed = commands.assess_competitor(session, self.actor, opportunity_id, competitor_id, **form)
            return reply(CompetitorView, assessed)

    @rpc
    def remove_competitor(self, opportunity_id: str, competitor_id: str) -> None:
        with self.work() as session:
            commands.remove_competitor(session, self.actor, opportunity_id, competitor_id)

    @rpc
    def lose_opportunity(self, opportunity_id: str, request: Payload) -> Payload:
        form = LoseOpportunity().load(request)
        with self.work() as session:
            return reply(OpportunityView, commands.lose_opportunity(session, self.actor, opportunity_id, **form))
