"""The public routes of plans of work."""

from gateway.http.routes import Routes
from shared.contracts.messaging import plans as contract

routes = Routes("plans", service="messaging", tag="Plans", about="What somebody means to do, and how it turned out.")

ONE = "/v1/plans/<plan_id>"

routes.list("/v1/plans", rpc="list_plans", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/plans",
    rpc="create_plan",
    right=contract.CREATE,
    takes=contract.CreatePlan,
    gives=contract.PlanView,
    refuses=(409, 422),
    about="One for each person and period.",
)
routes.read(ONE, rpc="get_plan", right=contract.READ, gives=contract.PlanView)
routes.change(
    ONE,
    rpc="change_plan",
    right=contract.CHANGE,
    takes=contract.ChangePlan,
    gives=contract.PlanView,
    refuses=(409, 422),
    about="Until its deadline; after that it is locked.",
)
routes.history(f"{ONE}/history", rpc="list_plan_history", right=contract.READ)
routes.shares(ONE, noun="plan", read=contract.READ, share=contract.SHARE)
routes.act(
    f"{ONE}/summarise",
    rpc="summarise_plan",
    right=contract.SUMMARISE,
    takes=contract.SummarisePlan,
    gives=contract.PlanView,
    about="Once the plan is locked: how each of its items turned out.",
)
