"""The public routes of activities: for the house alone."""

from gateway.http.routes import Routes
from shared.contracts.fields import NoBody
from shared.contracts.sales import activities as contract
from shared.contracts.sales import orders, quotations

routes = Routes(
    "activities",
    service="sales",
    tag="Activities",
    about="What was done about customers, contacts, leads and deals.",
    for_partners=False,
)

ONE = "/v1/activities/<activity_id>"

routes.list("/v1/activities", rpc="list_activities", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/activities",
    rpc="record_activity",
    right=contract.RECORD,
    takes=contract.RecordActivity,
    gives=contract.ActivityView,
    refuses=(409, 422),
    about="What it is about is touched: a deal also takes the activity's task as its next step.",
)
routes.read(ONE, rpc="get_activity", right=contract.READ, gives=contract.ActivityView)
routes.change(
    ONE,
    rpc="change_activity",
    right=contract.CHANGE,
    takes=contract.ChangeActivity,
    gives=contract.ActivityView,
    refuses=(409, 422),
)
routes.history(f"{ONE}/history", rpc="list_activity_history", right=contract.READ)
routes.shares(ONE, noun="activity", read=contract.READ, share=contract.SHARE)
routes.act(
    f"{ONE}/finish",
    rpc="finish_activity",
    right=contract.FINISH,
    takes=contract.FinishActivity,
    gives=contract.ActivityView,
    about="A draft counts from now on; a call's notes, say, when the call is over.",
)
routes.act(
    f"{ONE}/complete-task",
    rpc="complete_task_of_activity",
    right=contract.COMPLETE_TASK,
    takes=NoBody,
    gives=contract.ActivityView,
)
routes.list(
    "/v1/customers/<customer_id>/activities",
    rpc="list_customer_activities",
    right=contract.READ,
    listing=contract.LISTING,
    about="Those about one customer, its contacts, its leads and its deals.",
)
routes.list(
    f"{ONE}/quotations",
    rpc="list_quotations_of_call",
    right=quotations.READ,
    listing=quotations.LISTING,
    about="Those that were drawn up during one call.",
)
routes.list(
    f"{ONE}/orders",
    rpc="list_orders_of_call",
    right=orders.READ,
    listing=orders.LISTING,
    about="Those that were entered during one call, or became of a quotation that was.",
)
