"""The public routes of playbooks: for colleagues; what they recommend for a deal is for whoever works on it."""

from gateway.http.routes import Routes
from shared.contracts.sales import playbooks as contract
from shared.contracts.sales.opportunities import READ as READ_OPPORTUNITY

routes = Routes(
    "playbooks",
    service="sales",
    tag="Playbooks",
    about="What the company has learnt to try, to show and to answer in a stage of a deal.",
    for_partners=False,
)

ONE = "/v1/playbooks/<playbook_id>"

routes.list("/v1/playbooks", rpc="list_playbooks", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/playbooks",
    rpc="create_playbook",
    right=contract.CREATE,
    takes=contract.CreatePlaybook,
    gives=contract.PlaybookView,
    refuses=(409, 422),
)
routes.read(ONE, rpc="get_playbook", right=contract.READ, gives=contract.PlaybookView)
routes.change(
    ONE,
    rpc="change_playbook",
    right=contract.CHANGE,
    takes=contract.ChangePlaybook,
    gives=contract.PlaybookView,
    refuses=(422,),
    about="A stage attaches the playbook to it, null detaches it.",
)
routes.history(f"{ONE}/history", rpc="list_playbook_history", right=contract.READ)
routes.read(
    "/v1/opportunities/<opportunity_id>/playbook",
    rpc="recommend_plays",
    right=READ_OPPORTUNITY,
    gives=contract.RecommendationView,
    for_partners=True,
    about="The tactics, documents and answers to its competitors that fit a deal in its stage.",
)
