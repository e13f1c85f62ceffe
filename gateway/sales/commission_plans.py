"""The public routes of commission plans: for colleagues alone."""

from gateway.http.routes import Routes
from shared.contracts.sales import commission_plans as contract

routes = Routes(
    "commission-plans",
    service="sales",
    tag="Commissions",
    about="Whose orders earn a commission, for what is paid or for what is shipped, at which rates, and who shares it.",
    for_partners=False,
)

ONE = "/v1/commission-plans/<plan_id>"

routes.list("/v1/commission-plans", rpc="list_commission_plans", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/commission-plans",
    rpc="define_commission_plan",
    right=contract.DEFINE,
    takes=contract.DefineCommissionPlan,
    gives=contract.CommissionPlanView,
    refuses=(404, 409, 422),
)
routes.read(ONE, rpc="get_commission_plan", right=contract.READ, gives=contract.CommissionPlanView)
routes.change(
    ONE,
    rpc="change_commission_plan",
    right=contract.CHANGE,
    takes=contract.ChangeCommissionPlan,
    gives=contract.CommissionPlanView,
    refuses=(422,),
)
routes.history(f"{ONE}/history", rpc="list_commission_plan_history", right=contract.READ)
routes.act(
    f"{ONE}/revise",
    rpc="revise_commission_plan",
    right=contract.REVISE,
    takes=contract.ReviseCommissionPlan,
    gives=contract.CommissionPlanView,
    refuses=(422,),
    about="Other tiers and shares from a day to come on; what was earned before stays as it is.",
)
