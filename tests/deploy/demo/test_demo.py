"""The demo company is taken whole by the services as they are."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("TENON_ARGON2", "fast")

from deploy.demo import load_demo
from deploy.demo.callers import Callers, DemoIncomplete
from deploy.roster import EVERYBODY, service_class
from gateway.people.commands import ensure_first_administrator
from shared.actor import system_actor
from shared.bus.host import Host
from shared.persistence.database import database_at
from shared.persistence.migrating import metadata_of
from shared.settings import Settings
from tests.recycling import lay_tables

FILLED = (
    ("sales", "list_activities"),
    ("sales", "list_call_backs"),
    ("sales", "list_commission_plans"),
    ("sales", "list_contacts"),
    ("sales", "list_expenses"),
    ("sales", "list_leads"),
    ("sales", "list_orders"),
    ("sales", "list_quotas"),
    ("sales", "list_quotations"),
    ("sales", "list_territories"),
    ("sales", "list_visits"),
    ("messaging", "list_schedules"),
    ("distribution", "list_shipments"),
    ("distribution", "list_payments"),
)
"""Lists that the console has a place for, and that nobody should find empty."""


@pytest.fixture
def everything(tmp_path: Path) -> Iterator[tuple[Settings, Host]]:
    settings = Settings(data=tmp_path, secret="a secret for tests")
    for service in EVERYBODY:
        lay_tables(database_at(settings.database_url(service)), *metadata_of(service))
    with database_at(settings.database_url("gateway")).write() as session:
        ensure_first_administrator(session, system_actor("gateway"), "correct horse battery")
    host = Host(settings)
    host.start([service_class(name) for name in EVERYBODY])
    yield settings, host
    host.stop()
    for service in EVERYBODY:
        database_at(settings.database_url(service)).close()


def count(callers: Callers, service: str, rpc: str, login: str = "admin") -> Any:
    return callers.person(login).call(service, rpc, query={"count": "exact", "limit": 1})["count"]


def expect_stuck_deal(callers: Callers) -> None:
    """The largest of the West office waits for a visit and for its next step."""
    claire = callers.person("claire.moreau")
    query = {"filter": {"field": "status", "op": "eq", "value": "open"}, "sort": ["-amount"], "limit": 1}
    deal = claire.call("sales", "list_opportunities", query=query)["data"][0]
    assert (deal["external_id"], deal["stage"], deal["next_step"]) == ("D-O23", "proposal", None)
    actions = claire.call("sales", "get_next_actions", opportunity_id=deal["id"])["data"]
    assert {("pay_visit", True), ("meet_criterion", False)} <= {(each["kind"], each["overdue"]) for each in actions}


def test_the_demo_company_stands_in_every_service(
    everything: tuple[Settings, Host], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TENON_DEMO_PASSWORD", "a password of the demo")
    load_demo(*everything)
    assert "a password of the demo" in capsys.readouterr().out
    callers = Callers(*everything)
    assert count(callers, "gateway", "list_people") == 11
    assert count(callers, "sales", "list_customers") == 12
    assert count(callers, "sales", "list_opportunities") == 40
    assert count(callers, "service_desk", "list_requests") == 5
    for service, rpc in FILLED:
        assert count(callers, service, rpc) > 0, f"{rpc} shows nothing"
    assert 0 < count(callers, "sales", "list_opportunities", "lin.yue") < 40
    assert 0 < count(callers, "sales", "list_customers", "claire.moreau") < 12
    expect_stuck_deal(callers)


def test_a_row_that_is_not_taken_is_told(everything: tuple[Settings, Host]) -> None:
    with pytest.raises(DemoIncomplete):
        Callers(*everything).load("sales", "import_products", [{"code": "X"}])
