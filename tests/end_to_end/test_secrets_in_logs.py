"""The look-out for secrets in logs itself: it must see what is planted, and nothing where nothing is."""

from pathlib import Path
from typing import Any

import pytest
import requests

from tests.end_to_end.company import PASSWORD, Company
from tests.end_to_end.secrets_in_logs import Secrets, logs_that_tell
from tests.end_to_end.stack import STARTED

SEEN = {
    "password": "a password that was typed",
    "old_password": "the password before that",
    "secret": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
    "csrf_token": "Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4",
    "code": "492039",
    "recovery_codes": ["0123456789abcdef0123"],
}


def seen(body: Any, answer: str = "{}") -> Secrets:
    secrets = Secrets()
    secrets.see(requests.Request("POST", "http://127.0.0.1/", json=body).prepare(), answer)
    return secrets


@pytest.mark.parametrize("member", SEEN)
def test_a_planted_secret_is_found(tmp_path: Path, member: str) -> None:
    value = SEEN[member][0] if isinstance(SEEN[member], list) else SEEN[member]
    (tmp_path / "gateway.log").write_text(f'{{"event": "request", "detail": "{value}", "ms": 3.1}}\n')
    assert list(logs_that_tell([tmp_path], seen({"form": {member: SEEN[member]}}))) == [str(tmp_path / "gateway.log")]
    assert logs_that_tell([tmp_path], seen({"name": value})) == {}


@pytest.mark.parametrize("prefix", ["tnn_", "tns_", "tnp_", "tnv_", "tno_", "tnr_", "whsec_"])
def test_whatever_looks_like_a_token_is_found_without_having_been_seen(tmp_path: Path, prefix: str) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "sales.log").write_text(f"a line\nAuthorization: Bearer {prefix}{'Ab3-_' * 8}\n")
    [held] = logs_that_tell([tmp_path], Secrets()).values()
    assert prefix not in held[0] or len(held[0]) < 30  # the complaint itself does not tell it


def test_secrets_of_answers_and_forms_are_seen_as_well() -> None:
    assert "what the server made" in seen({}, '{"data": [{"secret": "what the server made"}]}').known
    form = requests.Request("POST", "http://127.0.0.1/", data={"client_secret": "of a program"}).prepare()
    secrets = Secrets()
    secrets.see(form, "")
    assert "of a program" in secrets.known


def test_what_is_no_secret_is_not_found(tmp_path: Path) -> None:
    log = (
        '{"at": "2026-03-01T12:00:00.492039Z", "trace": "0a492039ff", "user": "01a2-492039", "code": "sign_in_failed"}'
    )
    (tmp_path / "gateway.log").write_text(log)
    secrets = seen({"code": "492039", "password": "wrong"}, '{"code": "failed"}')
    assert logs_that_tell([tmp_path], secrets) == {}


def test_the_run_is_looked_at(company: Company, secrets_of_the_run: Secrets) -> None:
    """Every installation is on the list, has logs to look at, and the run's passwords are known."""
    assert company.stack.folder in STARTED
    assert list(company.stack.folder.rglob("*.log"))
    assert {PASSWORD, company.stack.environment["TENON_SECRET"]} <= secrets_of_the_run.known
