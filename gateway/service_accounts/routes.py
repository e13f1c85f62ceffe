"""The routes of service accounts and their tokens."""

from gateway.http.routes import Routes
from shared.contracts.gateway import service_accounts as contract
from shared.contracts.gateway import tokens
from shared.contracts.gateway.people import PersonView

routes = Routes(
    "service_accounts",
    service="gateway",
    tag="Service accounts",
    about="Accounts of programs. Each stands in a unit and reaches what its groups let it, like a person.",
)
routes.list("/v1/service-accounts", rpc="list_service_accounts", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/service-accounts",
    rpc="create_service_account",
    right=contract.CREATE,
    takes=contract.CreateServiceAccount,
    gives=PersonView,
    refuses=(409, 422),
    about="Set up an account in a unit within reach. It moves, joins groups and closes as a person does (/v1/people).",
)
routes.read("/v1/service-accounts/<account_id>", rpc="get_service_account", right=contract.READ, gives=PersonView)
routes.read(
    "/v1/service-accounts/<account_id>/tokens",
    rpc="list_service_tokens",
    right=contract.READ,
    gives=tokens.TokensView,
    about="The account's live tokens, with what they are narrowed to and when they were last used.",
)
routes.act(
    "/v1/service-accounts/<account_id>/tokens",
    rpc="create_service_token",
    right=contract.MAKE_TOKEN,
    takes=tokens.CreateProgramToken,
    gives=tokens.NewProgramTokenView,
    status=201,
    keeps_answer=False,
    about="Make a token for the account. It is told once; at most two live at a time.",
)
routes.act(
    "/v1/service-accounts/<account_id>/tokens/<token_id>/rotate",
    rpc="rotate_service_token",
    right=contract.MAKE_TOKEN,
    takes=tokens.RotateToken,
    gives=tokens.NewProgramTokenView,
    status=201,
    keeps_answer=False,
    about="Make the token's successor, with its label and scopes. Revoke the old one when the program has the new one.",
)
routes.act(
    "/v1/service-accounts/<account_id>/tokens/<token_id>/narrow",
    rpc="narrow_service_token",
    right=contract.NARROW_TOKEN,
    takes=tokens.NarrowToken,
    gives=tokens.TokenView,
    about="Let the token do less, from its next call on.",
)
routes.remove(
    "/v1/service-accounts/<account_id>/tokens/<token_id>", rpc="revoke_service_token", right=contract.REVOKE_TOKEN
)
