"""An import goes on without the token that began it, and may do no more than that token might."""

from datetime import timedelta
from typing import Any

import pytest
import requests

from shared.clock import now
from shared.ids import new_id
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import Company

NARROW = ["gateway.import:*", "gateway.group:*"]


def load_group(client: Client, token: str, code: str, verb: str) -> Any:
    """A group that grants everything, loaded with this token: its row's result."""
    headers = {"Authorization": f"Bearer {token}"}

    def ask(method: str, path: str, **more: Any) -> requests.Response:
        told = {**headers, "Idempotency-Key": new_id(), **more.pop("headers", {})}
        answer = requests.request(method, client.url + path, headers=told, timeout=30, **more)
        assert answer.status_code < 300, answer.text
        return answer

    mapping = {name: {"column": name} for name in ("code", "name", "grants")}
    path = f"/v1/imports/{ask('POST', '/v1/imports', json={'entity': 'groups', 'mapping': mapping}).json()['id']}"
    content = f'code,name,grants\n{code},All,"[{{""right"": ""*"", ""reach"": ""all""}}]"\n'
    ask("POST", f"{path}/file", data=content, headers={"Content-Type": "text/csv"})
    ask("POST", f"{path}/{verb}", json={})
    over = {"finished", "checked", "failed"}
    assert eventually(lambda: ask("GET", path).json()["status"] in over, seconds=60)
    [result] = ask("GET", f"{path}/results").json()["data"]
    return result


@pytest.mark.parametrize("verb", ["dry-run", "run"])
def test_what_a_narrow_token_loads_hands_on_no_more_than_it_was_made_for(company: Company, verb: str) -> None:
    admin, code = company["admin"], f"narrow_{new_id()[-8:]}"
    wanted = {"label": "Loader", "scopes": NARROW, "expires_at": (now() + timedelta(days=1)).isoformat()}
    token = admin.post("/v1/personal-tokens", wanted)["access_token"]
    refused = load_group(admin, token, code, verb)
    assert (refused["outcome"], refused["code"]) == ("rejected", "grants_more_than_you_hold")
    assert code not in {group["code"] for group in admin.all("/v1/groups", params={"limit": "200"})}
    assert load_group(admin, admin.token, code, verb)["outcome"] == "created"
