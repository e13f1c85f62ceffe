"""The routes of password resets."""

from gateway.http.routes import Routes
from shared.contracts.gateway import password_resets as contract

routes = Routes("password_resets", service="gateway", tag="Sign-in")
routes.open(
    "/v1/password-resets",
    rpc="ask_for_password_reset",
    takes=contract.AskForReset,
    gives=contract.ResetAskedView,
    status=202,
    per_minute=60,
    about="For who forgot their password. The answer is the same whether or not there is somebody with this login.",
)
routes.open(
    "/v1/password-resets/redeem",
    rpc="redeem_password_reset",
    takes=contract.RedeemReset,
    gives=None,
    per_minute=60,
    tells_address=True,
    refuses=(403, 429),
    about="Set a new password by the token of a reset, which works once and for a day.",
)
routes.read(
    "/v1/password-resets",
    rpc="list_password_resets",
    right=contract.READ,
    gives=contract.ResetsView,
    about="Who within reach asked for a new password and has not set one yet.",
)
routes.act(
    "/v1/password-resets/<reset_id>/hand-over",
    rpc="hand_over_password_reset",
    right=contract.HAND_OVER,
    gives=contract.ResetTokenView,
    keeps_answer=False,
    refuses=(404, 409),
    about="Read the token, once, to hand it to the person by a way that you trust.",
)
