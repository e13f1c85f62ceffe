"""How long a credential holds, and what it may be narrowed to."""

from datetime import UTC, datetime, timedelta

import pytest

from gateway.tokens import rules

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_a_token_ends_when_it_expires_or_is_revoked() -> None:
    with pytest.raises(rules.TokenExpired):
        rules.ensure_valid(revoked=False, expires_at=NOON, moment=NOON)
    with pytest.raises(rules.TokenRevoked):
        rules.ensure_valid(revoked=True, expires_at=NOON + timedelta(hours=1), moment=NOON)
    rules.ensure_valid(revoked=False, expires_at=NOON + timedelta(hours=1), moment=NOON)
