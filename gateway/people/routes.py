"""The routes of people."""

from gateway.http.routes import Routes
from shared.contracts.gateway import people as contract

routes = Routes(
    "people", service="gateway", tag="Organisation", about="People who sign in, their units and their superiors."
)
routes.list("/v1/people", rpc="list_people", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/people",
    rpc="create_person",
    right=contract.CREATE,
    takes=contract.CreatePerson,
    gives=contract.PersonView,
    refuses=(409, 422),
)
routes.read("/v1/people/<person_id>", rpc="get_person", right=contract.READ, gives=contract.PersonView)
routes.history("/v1/people/<person_id>/history", rpc="list_person_history", right=contract.READ)
routes.report(
    "/v1/people/<person_id>/memberships",
    rpc="list_person_memberships",
    right=contract.READ,
    takes_query=contract.MembershipsQuery,
    refuses=(404,),
    gives=contract.MembershipsView,
    about="In which unit the person stood from when until when.",
)
routes.change(
    "/v1/people/<person_id>",
    rpc="change_person",
    right=contract.CHANGE,
    takes=contract.ChangePerson,
    gives=contract.PersonView,
    refuses=(422,),
)
routes.act(
    "/v1/people/<person_id>/move",
    rpc="move_person",
    right=contract.MOVE,
    takes=contract.MovePerson,
    gives=contract.PersonView,
)
routes.act(
    "/v1/people/<person_id>/assign",
    rpc="assign_person",
    right=contract.ASSIGN,
    takes=contract.AssignPerson,
    gives=contract.PersonView,
    about="To a department of their unit, or to none; it has no effect on what they see.",
)
routes.act(
    "/v1/people/<person_id>/place",
    rpc="place_person",
    right=contract.PLACE,
    takes=contract.PlacePerson,
    gives=contract.PersonView,
)
routes.act(
    "/v1/people/<person_id>/deactivate",
    rpc="deactivate_person",
    right=contract.DEACTIVATE,
    gives=contract.PersonView,
)
routes.act(
    "/v1/people/<person_id>/reactivate",
    rpc="reactivate_person",
    right=contract.REACTIVATE,
    gives=contract.PersonView,
)
routes.act(
    "/v1/people/<person_id>/sign-out-everywhere",
    rpc="sign_person_out_everywhere",
    right=contract.SIGN_OUT,
    gives=contract.PersonView,
    about="End all the person's sessions and tokens; they may sign in again.",
)
routes.act(
    "/v1/people/<person_id>/set-password",
    rpc="set_person_password",
    right=contract.SET_PASSWORD,
    takes=contract.SetPassword,
    gives=contract.PersonView,
)
