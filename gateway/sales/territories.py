"""The public routes of territories: for colleagues alone."""

from gateway.http.routes import Routes
from shared.contracts.newest import NewestQuery
from shared.contracts.sales import territories as contract

routes = Routes(
    "territories",
    service="sales",
    tag="Territories",
    about="By which rules customers are placed, and who sells where.",
    for_partners=False,
)

ONE = "/v1/territories/<territory_id>"

routes.list("/v1/territories", rpc="list_territories", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/territories",
    rpc="create_territory",
    right=contract.CREATE,
    takes=contract.CreateTerritory,
    gives=contract.TerritoryView,
    refuses=(409,),
)
routes.read(ONE, rpc="get_territory", right=contract.READ, gives=contract.TerritoryView)
routes.change(
    ONE,
    rpc="rename_territory",
    right=contract.CHANGE,
    takes=contract.ChangeTerritory,
    gives=contract.TerritoryView,
)
routes.remove(
    ONE,
    rpc="remove_territory",
    right=contract.REMOVE,
    refuses=(409,),
    about="Only once it has no rules, no sellers and no customers left, and is no seller's home.",
)
routes.history(f"{ONE}/history", rpc="list_territory_history", right=contract.READ)
routes.act(
    f"{ONE}/rules",
    rpc="add_territory_rules",
    right=contract.CHANGE,
    takes=contract.AddRules,
    gives=contract.AddedRulesView,
    status=201,
    about="A named customer goes before a named contact, and that before what customers are; of those the narrower "
    "rule goes before. Whom several territories claim by rules of which none goes before is in conflict, and in none.",
)
routes.report(
    f"{ONE}/rules",
    rpc="list_territory_rules",
    right=contract.READ,
    takes_query=NewestQuery,
    gives=contract.RulesView,
    refuses=(404,),
    about="By which rules customers are placed in the territory, the newest first.",
)
routes.remove(f"{ONE}/rules/<rule_id>", rpc="remove_territory_rule", right=contract.CHANGE)
routes.act(
    f"{ONE}/sellers",
    rpc="assign_seller",
    right=contract.STAFF,
    takes=contract.AssignSeller,
    gives=contract.SellerView,
    status=201,
    about="From now on this person reads and changes the customers of the territory, as far as their groups let them "
    "read and change customers at all.",
)
routes.read(f"{ONE}/sellers", rpc="list_territory_sellers", right=contract.READ, gives=contract.SellersView)
routes.remove(
    f"{ONE}/sellers/<person_id>",
    rpc="remove_seller",
    right=contract.STAFF,
    about="The next call of this person sees none of the customers any more but those that they reach otherwise.",
)
