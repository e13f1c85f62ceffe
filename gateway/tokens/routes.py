"""The routes of signing in and out, and of one's tokens for programs."""

from gateway.http.routes import Routes
from shared.contracts.gateway import tokens as contract
from shared.contracts.rights import OWN_CREDENTIALS, OWN_CREDENTIALS_ANYHOW, SIGNED_IN

routes = Routes(
    "tokens",
    service="gateway",
    tag="Sign-in",
    about="Sessions and access tokens: signing in, signing out, one's password and second factor.",
    for_partners=True,
)
routes.open(
    "/v1/tokens",
    rpc="create_token",
    takes=contract.CreateToken,
    gives=contract.NewTokenView,
    status=201,
    per_minute=300,
    tells_address=True,
    refuses=(401, 429),
    about="Sign in. Repeated failures make an account, and an address, wait longer and longer.",
)
routes.read("/v1/tokens", rpc="list_tokens", right=SIGNED_IN, gives=contract.TokensView)
routes.remove("/v1/tokens/<token_id>", rpc="revoke_token", right=OWN_CREDENTIALS)
routes.create(
    "/v1/personal-tokens",
    rpc="create_personal_token",
    right=OWN_CREDENTIALS,
    takes=contract.CreateProgramToken,
    gives=contract.NewProgramTokenView,
    refuses=(409, 422),
    keeps_answer=False,
    about="Make a token for a program of one's own. It may do what `scopes` name and oneself may; it is told once.",
)
routes.read(
    "/v1/personal-tokens",
    rpc="list_personal_tokens",
    right=OWN_CREDENTIALS,
    gives=contract.TokensView,
    about="One's tokens for programs, with what they are narrowed to and when they were last used.",
)
routes.act(
    "/v1/personal-tokens/<token_id>/narrow",
    rpc="narrow_personal_token",
    right=OWN_CREDENTIALS,
    takes=contract.NarrowToken,
    gives=contract.TokenView,
    about="Let the token do less, from its next call on. To let it do more, make another.",
)
routes.remove("/v1/personal-tokens/<token_id>", rpc="revoke_personal_token", right=OWN_CREDENTIALS)
routes.act(
    "/v1/me/password",
    rpc="change_own_password",
    right=OWN_CREDENTIALS_ANYHOW,
    takes=contract.ChangeOwnPassword,
    gives=contract.NewTokenView,
    refuses=(403, 422),
    keeps_answer=False,
    about="Change one's own password. All earlier tokens end; the answer holds a new one.",
)
