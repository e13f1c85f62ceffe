"""The routes of sessions."""

from gateway.http.routes import Routes
from shared.contracts.gateway import sessions as contract
from shared.contracts.rights import OWN_CREDENTIALS, OWN_CREDENTIALS_ANYHOW

routes = Routes("sessions", service="gateway", tag="Sign-in", for_partners=True)
routes.open(
    "/v1/sessions",
    rpc="create_session",
    takes=contract.CreateSession,
    gives=contract.OpenSessionView,
    status=201,
    per_minute=300,
    tells_address=True,
    tells_device=True,
    opens_session=True,
    refuses=(401, 429),
    about="Sign in with a browser: sets a cookie, and answers with the token for X-CSRF-Token, which each write shows.",
)
routes.read(
    "/v1/sessions",
    rpc="list_sessions",
    right=OWN_CREDENTIALS,
    gives=contract.SessionsView,
    about="One's open sessions: on which device, from which address, last used when.",
)
routes.read(
    "/v1/sessions/current",
    rpc="get_current_session",
    right=OWN_CREDENTIALS_ANYHOW,
    gives=contract.OpenSessionView,
    refuses=(404,),
    about="The session of this cookie, with its token for X-CSRF-Token.",
)
routes.remove(
    "/v1/sessions/current",
    rpc="end_current_session",
    right=OWN_CREDENTIALS_ANYHOW,
    ends_session=True,
    refuses=(404,),
    about="Sign out with this browser.",
)
routes.remove("/v1/sessions/<session_id>", rpc="end_session", right=OWN_CREDENTIALS, about="Sign out elsewhere.")
routes.act(
    "/v1/me/sign-out-everywhere",
    rpc="sign_out_everywhere",
    right=OWN_CREDENTIALS_ANYHOW,
    gives=None,
    keeps_answer=False,
    ends_session=True,
    refuses=(),
    about="End all one's sessions and tokens, this one too.",
)
