"""The public routes of items."""

from gateway.http.routes import Routes
from shared.contracts.distribution import items as contract

routes = Routes("items", service="distribution", tag="Items", about="The goods of the company.")

routes.list("/v1/items", rpc="list_items", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/items",
    rpc="create_item",
    right=contract.CREATE,
    takes=contract.CreateItem,
    gives=contract.ItemView,
    idempotency_required=True,
    refuses=(403, 404, 409),
)
routes.read("/v1/items/<item_id>", rpc="get_item", right=contract.READ, gives=contract.ItemView)
routes.change(
    "/v1/items/<item_id>",
    rpc="change_item",
    right=contract.CHANGE,
    takes=contract.ChangeItem,
    gives=contract.ItemView,
    refuses=(409,),
)
routes.history("/v1/items/<item_id>/history", rpc="list_item_history", right=contract.READ)
