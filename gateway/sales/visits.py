"""The public routes of visits."""

from gateway.http.routes import Routes
from shared.contracts.fields import ReasonBody
from shared.contracts.sales import visits as contract

routes = Routes("visits", service="sales", tag="Visits", about="Calls on customers where they are.")

ONE = "/v1/visits/<visit_id>"

routes.list("/v1/visits", rpc="list_visits", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/visits",
    rpc="plan_visit",
    right=contract.PLAN,
    takes=contract.PlanVisit,
    gives=contract.VisitView,
    refuses=(409, 422),
)
routes.report(
    "/v1/visits/summary",
    rpc="summarise_visits",
    right=contract.READ,
    takes_query=contract.VisitSummaryQuery,
    gives=contract.VisitSummaryView,
    refuses=(404,),
    about="How many visits of a period were paid, missed and called off, and with which results.",
)
routes.read(ONE, rpc="get_visit", right=contract.READ, gives=contract.VisitView)
routes.change(
    ONE,
    rpc="change_visit",
    right=contract.CHANGE,
    takes=contract.ChangeVisit,
    gives=contract.VisitView,
    refuses=(409, 422),
)
routes.history(f"{ONE}/history", rpc="list_visit_history", right=contract.READ)
routes.shares(ONE, noun="visit", read=contract.READ, share=contract.SHARE)
routes.act(
    f"{ONE}/reschedule",
    rpc="reschedule_visit",
    right=contract.RESCHEDULE,
    takes=contract.RescheduleVisit,
    gives=contract.VisitView,
)
routes.act(
    f"{ONE}/transfer",
    rpc="transfer_visit",
    right=contract.TRANSFER,
    takes=contract.TransferVisit,
    gives=contract.VisitView,
)
routes.act(
    f"{ONE}/check-in",
    rpc="check_in_visit",
    right=contract.CHECK_IN,
    takes=contract.CheckInVisit,
    gives=contract.VisitView,
    about="By the visitor, at the place: where and when by the device, and when by the server.",
)
routes.act(
    f"{ONE}/complete",
    rpc="complete_visit",
    right=contract.COMPLETE,
    takes=contract.CompleteVisit,
    gives=contract.VisitView,
)
routes.act(
    f"{ONE}/miss",
    rpc="miss_visit",
    right=contract.MISS,
    takes=ReasonBody,
    gives=contract.VisitView,
)
routes.act(
    f"{ONE}/cancel",
    rpc="cancel_visit",
    right=contract.CANCEL,
    takes=ReasonBody,
    gives=contract.VisitView,
)
routes.list(
    "/v1/customers/<customer_id>/visits",
    rpc="list_customer_visits",
    right=contract.READ,
    listing=contract.LISTING,
    about="Those of one customer.",
)
