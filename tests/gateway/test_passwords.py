"""What guards a password; the cheap way is for runs that say so."""

from collections.abc import Iterator

import pytest

from gateway import passwords


@pytest.fixture(autouse=True)
def hasher_made_anew() -> Iterator[None]:
    passwords._hasher.cache_clear()
    yield
    passwords._hasher.cache_clear()


def test_passwords_cost_what_the_library_thinks_right(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TENON_ARGON2", raising=False)
    assert passwords._hasher().hash("secret").startswith("$argon2id$v=19$m=65536,t=3,p=4$")


@pytest.mark.parametrize("said", ["", "slow", "FAST", "1"])
def test_only_one_word_makes_them_cheap(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setenv("TENON_ARGON2", said)
    assert "m=65536" in passwords._hasher().hash("secret")
    passwords._hasher.cache_clear()
    monkeypatch.setenv("TENON_ARGON2", "fast")
    assert "m=1024" in passwords._hasher().hash("secret")
