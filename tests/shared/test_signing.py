"""What services tell each other of who acts, also while one of them is of the version before."""

from dataclasses import replace

from itsdangerous import URLSafeTimedSerializer

from shared.actor import Actor, Reach
from shared.signing import sign_actor, verify_actor

SECRET = "a secret for tests"
ACTOR = Actor(
    "1", "nils", "Nils", "2", "/1/", "/1/", "sales.product:read", frozenset({Reach.ALL}), frozenset({Reach.ALL})
)


def test_what_is_closed_is_told_where_there_is_some_and_to_nobody_else() -> None:
    closed = replace(ACTOR, closed=frozenset({"cost"}))
    assert verify_actor(sign_actor(closed, SECRET), SECRET) == closed
    assert verify_actor(sign_actor(ACTOR, SECRET), SECRET) == ACTOR
    told = URLSafeTimedSerializer(SECRET, salt="tenon.actor").loads(sign_actor(ACTOR, SECRET))
    assert "closed" not in told, "the version before takes no word that it does not know"
