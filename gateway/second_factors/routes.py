"""The routes of second factors."""

from gateway.http.routes import Routes
from shared.contracts.gateway import people
from shared.contracts.gateway import second_factors as contract
from shared.contracts.rights import OWN_CREDENTIALS, OWN_CREDENTIALS_ANYHOW

routes = Routes("second_factors", service="gateway", tag="Sign-in", for_partners=True)
routes.read(
    "/v1/me/second-factor",
    rpc="get_second_factor",
    right=OWN_CREDENTIALS_ANYHOW,
    gives=contract.SecondFactorView,
    about="Whether one has a second factor.",
)
routes.act(
    "/v1/me/second-factor",
    rpc="enrol_second_factor",
    right=OWN_CREDENTIALS_ANYHOW,
    gives=contract.NewSecondFactorView,
    status=201,
    keeps_answer=False,
    refuses=(409,),
    about="Begin: the secret for an authenticator app (TOTP), told once. It counts once a code of it is confirmed.",
)
routes.act(
    "/v1/me/second-factor/confirm",
    rpc="confirm_second_factor",
    right=OWN_CREDENTIALS_ANYHOW,
    takes=contract.ShowCode,
    gives=contract.RecoveryCodesView,
    keeps_answer=False,
    refuses=(403, 404, 409, 429),
    about="From now on signing in takes a code. Answers with recovery codes, told once.",
)
routes.act(
    "/v1/me/second-factor/recovery-codes",
    rpc="renew_recovery_codes",
    right=OWN_CREDENTIALS,
    takes=contract.ShowCode,
    gives=contract.RecoveryCodesView,
    keeps_answer=False,
    refuses=(403, 404, 429),
    about="New recovery codes; the old ones end.",
)
routes.act(
    "/v1/me/second-factor/remove",
    rpc="remove_second_factor",
    right=OWN_CREDENTIALS,
    takes=contract.ShowCode,
    gives=None,
    keeps_answer=False,
    refuses=(403, 404, 409, 429),
    about="Sign in by password alone again; refused while a group demands a second factor.",
)
routes.act(
    "/v1/people/<person_id>/reset-second-factor",
    rpc="reset_second_factor",
    right=people.RESET_SECOND_FACTOR,
    gives=people.PersonView,
    for_partners=False,
    about="Take the person's second factor away and end all they are signed in with, so that they can enrol again.",
)
