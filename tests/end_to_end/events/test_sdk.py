"""The SDK as a stranger gets it: installed by pip from its folder, its README followed line by line."""

import os
import re
import subprocess
import venv
from pathlib import Path
from typing import Any

import pytest

from shared.ids import new_id
from tests.end_to_end.client import eventually
from tests.end_to_end.company import PASSWORD, Company
from tests.end_to_end.events.conftest import SDK
from tests.end_to_end.events.receiver import Receiver, receiving

SNIPPET = re.compile(r"^```python( amqp)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="session")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the package in it and nothing of ours."""
    folder = tmp_path_factory.mktemp("stranger")
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    copy = folder / "sdk"
    subprocess.run(["cp", "-r", str(SDK), str(copy)], check=True)
    command = [str(python), "-m", "pip", "install", "--quiet", f"{copy}[amqp]"]
    subprocess.run(command, check=True, capture_output=True, text=True, cwd=folder)
    return python


def test_the_readme_works_when_it_is_followed(company: Company, python: Path) -> None:
    readme = (SDK / "README.md").read_text(encoding="utf-8")
    on_broker = company.stack.profile == "production"
    snippets = [code for amqp, code in SNIPPET.findall(readme) if on_broker or not amqp]
    assert len(snippets) == 3 + on_broker
    if on_broker:  # an event comes while the last snippet listens
        again = 'import threading\nthreading.Timer(1, lambda: tenon.post("/v1/opportunities", {"name": "x"})).start()\n'
        snippets[-1] = again + snippets[-1].replace("crm-mirror", f"test-{new_id()}")
    environment = {
        "PATH": os.environ["PATH"],
        "CRM_URL": company.stack.url,
        "CRM_LOGIN": "nils.north",
        "CRM_PASSWORD": PASSWORD,
        "CRM_AMQP": company.stack.environment.get("TENON_BUS", ""),
    }
    command = [str(python), "-I", "-c", "\n".join(snippets)]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, cwd="/")
    assert (ran.returncode, ran.stderr) == (0, "")
    said = ran.stdout.splitlines()
    assert said[0].startswith("409 ")
    assert said[1].endswith("deals are open")
    assert said[2:5] == ["First engine", "Second engine", "400"]
    assert not on_broker or said[5].startswith("heard tenon.sales.opportunity.")


def test_the_sdk_takes_in_what_a_webhook_sends(company: Company, sdk: Any) -> None:
    nils = company["nils.north"]
    with receiving() as receiver:
        webhook = nils.post("/v1/webhooks", {"url": receiver.url, "types": ["sales.lead.*"]})
        nils.post(f"/v1/webhooks/{webhook['id']}/test")
        received = _first(receiver)
        event = sdk.verify_webhook(received.headers, received.body, webhook["secret"])
        assert event["type"] == "tenon.messaging.webhook.test.v1"
        with pytest.raises(sdk.WebhookRejected):
            sdk.verify_webhook(received.headers, received.body + b" ", webhook["secret"])


def _first(receiver: Receiver) -> Any:
    assert eventually(lambda: receiver.requests)
    return receiver.requests[0]


def test_refusals_are_exceptions_and_writes_are_repeated_safely(company: Company, sdk: Any) -> None:
    tenon = sdk.sign_in(company.stack.url, "nils.north", PASSWORD)
    key = new_id()
    made = [tenon.post("/v1/leads", {"name": "Ada"}, key=key)["id"] for _ in range(2)]
    assert made[0] == made[1]
    with pytest.raises(sdk.Problem) as refused:
        tenon.patch(f"/v1/leads/{made[0]}", {"name": "Eve"}, version=99)
    assert (refused.value.status, refused.value.code) == (412, "stale_version")
    with pytest.raises(sdk.Problem) as unsigned:
        sdk.Client(company.stack.url, "nobody").get("/v1/me")
    assert unsigned.value.status == 401
