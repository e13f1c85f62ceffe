"""The routes of units."""

from gateway.http.routes import Routes
from shared.contracts.gateway import org_units as contract

routes = Routes(
    "org-units",
    service="gateway",
    tag="Organisation",
    about="Units of the organisation: head office, branches, offices, agents and dealers, at any depth.",
)
routes.list("/v1/org-units", rpc="list_org_units", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/org-units",
    rpc="create_org_unit",
    right=contract.CREATE,
    takes=contract.CreateOrgUnit,
    gives=contract.OrgUnitView,
    refuses=(409, 422),
)
routes.read("/v1/org-units/<org_unit_id>", rpc="get_org_unit", right=contract.READ, gives=contract.OrgUnitView)
routes.history("/v1/org-units/<org_unit_id>/history", rpc="list_org_unit_history", right=contract.READ)
routes.change(
    "/v1/org-units/<org_unit_id>",
    rpc="change_org_unit",
    right=contract.CHANGE,
    takes=contract.ChangeOrgUnit,
    gives=contract.OrgUnitView,
    refuses=(409,),
)
routes.act(
    "/v1/org-units/<org_unit_id>/move",
    rpc="move_org_unit",
    right=contract.MOVE,
    takes=contract.MoveOrgUnit,
    gives=contract.OrgUnitView,
)
routes.act("/v1/org-units/<org_unit_id>/close", rpc="close_org_unit", right=contract.CLOSE, gives=contract.OrgUnitView)
