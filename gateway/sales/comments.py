"""The public routes of comments on customers: for the house alone."""

from gateway.http.routes import Routes
from shared.contracts.newest import NewestQuery
from shared.contracts.sales import comments as contract

routes = Routes(
    "comments", service="sales", tag="Comments", about="What colleagues say about a customer.", for_partners=False
)

routes.act(
    "/v1/customers/<customer_id>/comments",
    rpc="write_comment",
    right=contract.WRITE,
    takes=contract.WriteComment,
    gives=contract.CommentView,
    status=201,
    about="Seen by colleagues who may see the customer, never by partners or by people of customers.",
)
routes.report(
    "/v1/customers/<customer_id>/comments",
    rpc="list_comments",
    right=contract.READ,
    takes_query=NewestQuery,
    gives=contract.CommentsView,
    refuses=(404,),
    about="The thread about a customer, the newest first; `reply_to_id` says what a comment answers.",
)
