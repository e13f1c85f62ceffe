"""The protocol's two endpoints, where guessing of secrets, codes and tokens makes the address and the client wait."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from gateway.oauth_grants.commands.protocol import Answer, answer_revocation, answer_token_request
from gateway.sign_in_attempts.commands import attempts_on
from shared.clock import now

Endpoint = Callable[[Session, dict[str, str], str | None], Answer]

_GUESSES = frozenset({"invalid_client", "invalid_grant"})


def give_token(session: Session, form: dict[str, str], authorization: str | None, address: str | None) -> Answer:
    return _guarded(session, answer_token_request, form, authorization, address)


def revoke_token(session: Session, form: dict[str, str], authorization: str | None, address: str | None) -> Answer:
    return _guarded(session, answer_revocation, form, authorization, address)


def _guarded(
    session: Session, endpoint: Endpoint, form: dict[str, str], authorization: str | None, address: str | None
) -> Answer:
    """Failures are values here, so that what they count and what they end is saved. Raises `SignInThrottled`."""
    moment = now()
    attempts = attempts_on(session, None, f"oauth {address}")
    attempts.ensure_may_try(moment)
    answer = endpoint(session, form, authorization)
    if answer.body.get("error") in _GUESSES:
        attempts.fail(moment)
    return answer
