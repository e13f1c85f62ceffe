"""Where territories meet the message bus."""

from services.sales.territories import commands, queries
from shared.contracts.newest import NewestQuery
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.territories import (
    AssignSeller,
    ChangeTerritory,
    CreateTerritory,
    RulesView,
    SellersView,
    SellerView,
    TerritoryView,
)
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class TerritoryEntrypoints(Entrypoints):
    @rpc
    def create_territory(self, request: Payload) -> Payload:
        form = CreateTerritory().load(request)
        with self.work() as session:
            return reply(TerritoryView, commands.create_territory(session, self.actor, **form))

    @rpc
    def get_territory(self, territory_id: str) -> Payload:
        with self.read() as session:
            return reply(TerritoryView, queries.get_territory(session, territory_id))

    @rpc
    def list_territories(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_territories(session, query)

    @rpc
    def list_territory_history(self, territory_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_territory_history(session, territory_id, after)

    @rpc
    def rename_territory(self, territory_id: str, request: Payload) -> Payload:
        form = ChangeTerritory().load(request)
        with self.work() as session:
            return reply(TerritoryView, commands.rename_territory(session, self.actor, territory_id, **form))

    @rpc
    def list_territory_rules(self, territory_id: str, query: Payload) -> Payload:
        form = NewestQuery().load(query)
        with self.read() as session:
            return reply(RulesView, queries.list_rules(session, territory_id, **form))

    @rpc
    def remove_territory_rule(self, territory_id: str, rule_id: str) -> None:
        with self.work() as session:
            commands.remove_rule(session, self.actor, territory_id, rule_id)

    @rpc
    def assign_seller(self, territory_id: str, request: Payload) -> Payload:
        form = AssignSeller().load(request)
        with self.work() as session:
            return reply(SellerView, commands.assign_seller(session, self.actor, territory_id, **form))

    @rpc
    def list_territory_sellers(self, territory_id: str) -> Payload:
        with self.read() as session:
            return reply(SellersView, {"data": queries.list_sellers(session, territory_id)})

    @rpc
    def remove_seller(self, territory_id: str, person_id: str) -> None:
        with self.work() as session:
            commands.remove_seller(session, self.actor, territory_id, person_id)
