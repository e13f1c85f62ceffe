"""The routes of groups: what they grant and who is in them."""

from gateway.http.routes import Routes
from shared.contracts.gateway import groups as contract
from shared.contracts.gateway.people import PersonView

routes = Routes(
    "groups", service="gateway", tag="Access", about="Groups of people and the rights they grant, each with a reach."
)
routes.list("/v1/groups", rpc="list_groups", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/groups",
    rpc="create_group",
    right=contract.CREATE,
    takes=contract.CreateGroup,
    gives=contract.GroupView,
    refuses=(409,),
)
routes.read("/v1/groups/<group_id>", rpc="get_group", right=contract.READ, gives=contract.GroupView)
routes.history("/v1/groups/<group_id>/history", rpc="list_group_history", right=contract.READ)
routes.act(
    "/v1/groups/<group_id>/grant",
    rpc="grant_right",
    right=contract.GRANT,
    takes=contract.GrantRight,
    gives=contract.GroupView,
)
routes.act(
    "/v1/groups/<group_id>/revoke",
    rpc="revoke_right",
    right=contract.REVOKE,
    takes=contract.RevokeRight,
    gives=contract.GroupView,
)
routes.read(
    "/v1/groups/<group_id>/members", rpc="list_group_members", right=contract.READ, gives=contract.GroupMembersView
)
routes.act(
    "/v1/groups/<group_id>/add-member",
    rpc="add_group_member",
    right=contract.ADD_MEMBER,
    takes=contract.JoinGroup,
    gives=PersonView,
)
routes.act(
    "/v1/groups/<group_id>/remove-member",
    rpc="remove_group_member",
    right=contract.REMOVE_MEMBER,
    takes=contract.AddMember,
    gives=PersonView,
)
routes.act(
    "/v1/groups/<group_id>/demand-second-factor",
    rpc="demand_second_factor",
    right=contract.DEMAND_SECOND_FACTOR,
    gives=contract.GroupView,
    about="People of the group who have no second factor may do nothing but enrol one, from their next call on.",
)
routes.act(
    "/v1/groups/<group_id>/waive-second-factor",
    rpc="waive_second_factor",
    right=contract.DEMAND_SECOND_FACTOR,
    gives=contract.GroupView,
)
