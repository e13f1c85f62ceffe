"""The public routes of segments."""

from gateway.http.routes import Routes
from shared.contracts.reporting import segments as contract

routes = Routes(
    "segments",
    service="reporting",
    tag="Segments",
    for_partners=False,
    about="Customers that a named rule holds for, kept current by events; each answer says as of when.",
)

ONE = "/v1/segments/<segment_id>"

routes.list("/v1/segments", rpc="list_segments", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/segments",
    rpc="create_segment",
    right=contract.CREATE,
    takes=contract.CreateSegment,
    gives=contract.ShownSegmentView,
    refuses=(409, 422),
    about="All customers are held against the rule in portions; until then the segment is `filling`.",
)
routes.read(ONE, rpc="get_segment", right=contract.READ, gives=contract.ShownSegmentView, is_by_version=False)
routes.change(
    ONE,
    rpc="change_segment",
    right=contract.CHANGE,
    takes=contract.ChangeSegment,
    gives=contract.ShownSegmentView,
    if_match=True,
    refuses=(422,),
)
routes.remove(ONE, rpc="remove_segment", right=contract.REMOVE)
routes.history(f"{ONE}/history", rpc="list_segment_history", right=contract.READ)
routes.list(
    f"{ONE}/members",
    rpc="list_segment_members",
    right=contract.READ,
    listing=contract.MEMBERS,
    about="Who is in it, of the customers that the caller sees.",
)
routes.list(
    f"{ONE}/stays",
    rpc="list_segment_stays",
    right=contract.READ,
    listing=contract.STAYS,
    about="Who is or was in it, and when each entered and left.",
)
