"""The routes of signing in and out."""

from gateway.http.routes import Routes
from shared.contracts.gateway import tokens as contract
from shared.contracts.rights import SIGNED_IN, SIGNED_IN_ANYHOW

routes = Routes(
    "tokens", service="gateway", tag="Sign-in", about="Access tokens: signing in, signing out, one's password."
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
routes.remove("/v1/tokens/<token_id>", rpc="revoke_token", right=SIGNED_IN)
routes.act(
    "/v1/me/password",
    rpc="change_own_password",
    right=SIGNED_IN_ANYHOW,
    takes=contract.ChangeOwnPassword,
    gives=contract.NewTokenView,
    refuses=(403, 422),
    keeps_answer=False,
    about="Change one's own password. All earlier tokens end; the answer holds a new one.",
)
