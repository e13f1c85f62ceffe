"""The public routes of warehouses."""

from gateway.http.routes import Routes
from shared.contracts.distribution import warehouses as contract
from shared.contracts.fields import NoBody

routes = Routes("warehouses", service="distribution", tag="Warehouses", about="Places of a unit where goods lie.")

routes.list("/v1/warehouses", rpc="list_warehouses", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/warehouses",
    rpc="create_warehouse",
    right=contract.CREATE,
    takes=contract.CreateWarehouse,
    gives=contract.WarehouseView,
    refuses=(403, 409),
)
routes.read("/v1/warehouses/<warehouse_id>", rpc="get_warehouse", right=contract.READ, gives=contract.WarehouseView)
routes.change(
    "/v1/warehouses/<warehouse_id>",
    rpc="change_warehouse",
    right=contract.CHANGE,
    takes=contract.ChangeWarehouse,
    gives=contract.WarehouseView,
    refuses=(409,),
)
routes.history("/v1/warehouses/<warehouse_id>/history", rpc="list_warehouse_history", right=contract.READ)
routes.act(
    "/v1/warehouses/<warehouse_id>/close",
    rpc="close_warehouse",
    right=contract.CLOSE,
    takes=NoBody,
    gives=contract.WarehouseView,
)
routes.act(
    "/v1/warehouses/<warehouse_id>/reopen",
    rpc="reopen_warehouse",
    right=contract.REOPEN,
    takes=NoBody,
    gives=contract.WarehouseView,
)
