"""The public routes of commission splits: for colleagues alone."""

from gateway.http.routes import Routes
from shared.contracts.sales import commission_splits as contract

routes = Routes(
    "commission-splits",
    service="sales",
    tag="Commissions",
    about="Who shares the commission of an order, in place of what its plans say.",
    for_partners=False,
)

ONE = "/v1/commission-splits/<split_id>"

routes.list("/v1/commission-splits", rpc="list_commission_splits", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/commission-splits",
    rpc="set_commission_split",
    right=contract.SET,
    takes=contract.SetCommissionSplit,
    gives=contract.CommissionSplitView,
    refuses=(404, 409, 422),
)
routes.read(ONE, rpc="get_commission_split", right=contract.READ, gives=contract.CommissionSplitView)
routes.change(
    ONE,
    rpc="change_commission_split",
    right=contract.CHANGE,
    takes=contract.ChangeCommissionSplit,
    gives=contract.CommissionSplitView,
    refuses=(404, 422),
)
routes.history(f"{ONE}/history", rpc="list_commission_split_history", right=contract.READ)
