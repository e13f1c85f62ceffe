"""The routes of positions and of who holds them."""

from gateway.http.routes import Routes
from shared.contracts.gateway import positions as contract
from shared.contracts.gateway.people import PersonView

routes = Routes(
    "positions",
    service="gateway",
    tag="Organisation",
    about="Named tasks, held by people for a time. A position gives no right; steps of processes are routed by it.",
)
routes.list("/v1/positions", rpc="list_positions", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/positions",
    rpc="create_position",
    right=contract.CREATE,
    takes=contract.CreatePosition,
    gives=contract.PositionView,
    refuses=(409,),
)
routes.read("/v1/positions/<position_id>", rpc="get_position", right=contract.READ, gives=contract.PositionView)
routes.history("/v1/positions/<position_id>/history", rpc="list_position_history", right=contract.READ)
routes.change(
    "/v1/positions/<position_id>",
    rpc="change_position",
    right=contract.CHANGE,
    takes=contract.ChangePosition,
    gives=contract.PositionView,
)
routes.read(
    "/v1/positions/<position_id>/holders",
    rpc="list_position_holders",
    right=contract.READ,
    gives=contract.HoldersView,
    about="Who holds it today or will, of those whom the caller's right reaches.",
)
routes.act(
    "/v1/positions/<position_id>/appoint",
    rpc="appoint_person",
    right=contract.APPOINT,
    takes=contract.Appoint,
    gives=PersonView,
)
routes.act(
    "/v1/positions/<position_id>/relieve",
    rpc="relieve_person",
    right=contract.RELIEVE,
    takes=contract.Relieve,
    gives=PersonView,
)
