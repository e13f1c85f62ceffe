"""Any Nameko program of the company can call our services with Nameko's own client."""

import json
import subprocess
import sys
from dataclasses import replace

import pytest

from shared.actor import Reach, system_actor
from shared.ids import new_id
from shared.signing import sign_actor

PROGRAM = """
import json, sys
from nameko.exceptions import RemoteError
from nameko.standalone.rpc import ClusterRpcProxy

config, context, customer_id = json.loads(sys.argv[1])
with ClusterRpcProxy(config, context_data=context, timeout=10) as cluster:
    try:
        print(json.dumps({"answer": cluster.sales.get_customer(customer_id)}))
    except RemoteError as refusal:
        print(json.dumps({"refused": refusal.exc_type, "says": str(refusal.value)}))
"""


@pytest.fixture
def call_get_customer(stack):
    if stack.profile == "embedded":
        pytest.skip("the embedded bus is in the memory of one process; no other program can call over it")

    def call(customer_id, context):
        words = json.dumps([{"AMQP_URI": stack.environment["TENON_BUS"]}, context, customer_id])
        run = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", PROGRAM, words],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert run.returncode == 0, run.stderr
        return json.loads(run.stdout)

    return call


@pytest.fixture
def customer(company):
    return company["nils.north"].post("/v1/customers", {"name": f"Nameko Callers {new_id()}"})


def signed(stack, actor):
    return {"actor": sign_actor(actor, stack.environment["TENON_SECRET"])}


def test_a_stock_client_with_a_signed_actor_gets_its_answer(stack, customer, call_get_customer):
    told = call_get_customer(customer["id"], signed(stack, system_actor("erp")))

    assert told["answer"] == customer


def test_a_stock_client_without_an_actor_is_refused(customer, call_get_customer):
    told = call_get_customer(customer["id"], {})

    assert "answer" not in told
    assert "gateway" in told["says"]


def test_a_stock_client_sees_no_further_than_its_actor(stack, company, customer, call_get_customer):
    sara = company.people["sara.south"]
    own = frozenset({Reach.OWN})
    narrow = replace(system_actor("erp"), user_id=sara["id"], reaches=own, sight=own)

    told = call_get_customer(customer["id"], signed(stack, narrow))

    assert "answer" not in told
