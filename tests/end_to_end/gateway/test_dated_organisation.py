"""The organisation of then and of now: reports, standings, and what somebody could see on a day that has passed."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from gateway.planned_changes.model import PlannedChange
from shared.clock import today
from shared.ids import new_id
from shared.persistence.database import database_at
from tests.days import iso_day
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import PASSWORD, Company
from tests.gateway.aging import age


def last_year() -> int:
    return today().year - 1


class Region:
    """Two branches, an office below the first with a seller in it, and a manager who sees the first with all below."""

    def __init__(self, company: Company) -> None:
        self.company, self.admin, self.tail = company, company["admin"], new_id()[-8:].upper()
        self.old, self.new = (self._unit(code, "branch", company.units["HQ"]["id"]) for code in ("OLD", "NEW"))
        self.office = self._unit("OFF", "office", self.old)
        self.manager = self._person("manager", self.old, "executive")
        self.seller = self._person("seller", self.office, "salesperson", self.manager)

    def _unit(self, code: str, kind: str, parent_id: str) -> str:
        body = {"code": f"{code}-{self.tail}", "name": code, "kind": kind, "parent_id": parent_id}
        return str(self.admin.post("/v1/org-units", body)["id"])

    def _person(self, login: str, unit_id: str, group: str, superior_id: str | None = None) -> str:
        body = {"login": f"{login}.{self.tail}", "name": login, "unit_id": unit_id, "superior_id": superior_id}
        access = {"groups": [group], "password": PASSWORD, "must_change_password": False}
        return str(self.admin.post("/v1/people", {**body, **access})["id"])

    def sign_in(self, login: str) -> Client:
        return self.company.stack.client(f"{login}.{self.tail}".lower(), PASSWORD)

    def win(self, seller: Client, amount: str, closed_on: str) -> str:
        deal = seller.post("/v1/opportunities", {"name": f"Deal {amount}", "amount": amount})["id"]
        seller.post(f"/v1/opportunities/{deal}/win", {"closed_on": closed_on})
        return str(deal)

    def won(self, unit_id: str, reader: Client | None = None, **period: Any) -> tuple[int, str]:
        """How many deals below this unit were won in the period, and their sum."""
        query = {"org_unit": unit_id, "include_children": "true", "by": "unit", **period}
        won = (reader or self.admin).get("/v1/reports/won-lost", params=query)["totals"]["won"]
        return won["count"], won["amount"]

    def standing(self, person_id: str, on: str, **more: Any) -> Any:
        return self.admin.get("/v1/access/standing", params={"user": person_id, "on": on, **more})


@pytest.mark.feature("Z-04")
@pytest.mark.feature("X-12")
def test_a_moved_branch_leaves_last_years_report_with_the_old_parent_and_takes_todays_to_the_new_one(
    company: Company,
) -> None:
    region = Region(company)
    seller, manager, year = region.sign_in("seller"), region.sign_in("manager"), {"period": str(last_year())}
    old_deal = region.win(seller, "100.00", f"{last_year()}-05-05")
    assert eventually(lambda: region.won(region.old, **year) == (1, "100.00"))
    before = [region.won(unit, **year) for unit in (region.old, region.new, region.office)]
    assert before == [(1, "100.00"), (0, "0.00"), (1, "100.00")]
    assert region.won(region.old, manager, **year) == (1, "100.00")

    region.admin.post(f"/v1/org-units/{region.office}/move", {"parent_id": region.new})
    region.win(seller, "20.00", iso_day(0))

    since = {"since": iso_day(0)}
    assert eventually(lambda: region.won(region.new, **since) == (1, "20.00"))
    assert region.won(region.old, **since) == (0, "0.00")
    assert [region.won(unit, **year) for unit in (region.old, region.new, region.office)] == before
    # What a report of the past holds is what its reader may read today: the branch is no longer the manager's.
    assert region.won(region.old, manager, **year) == (0, "0.00")
    manager.refused("GET", f"/v1/opportunities/{old_deal}", status=404)


@pytest.mark.feature("Z-04")
def test_a_move_that_is_planned_takes_effect_by_itself_on_its_day_unless_it_is_cancelled(company: Company) -> None:
    region, monday = Region(company), (today() + timedelta(days=5)).isoformat()
    move, plans = f"/v1/people/{region.seller}/move", {"filter[person_id][eq]": region.seller}
    for unit_id in (region.old, region.new):
        told = region.admin.post(move, {"unit_id": unit_id, "from": monday})
        assert told["org_unit"]["id"] == region.office
    region.admin.refused(
        "POST", move, {"unit_id": region.new, "from": iso_day(-1)}, status=422, code="change_is_back_dated"
    )
    cancelled, planned = region.admin.all("/v1/planned-changes", params=plans)
    assert [(plan["target_id"], plan["on"], plan["status"]) for plan in (cancelled, planned)] == [
        (region.old, monday, "planned"),
        (region.new, monday, "planned"),
    ]
    region.admin.post(f"/v1/planned-changes/{cancelled['id']}/cancel")
    with database_at(company.stack.database_url("gateway")).write() as session:
        theirs = update(PlannedChange).where(PlannedChange.person_id == region.seller)
        session.execute(theirs.values(on=today()))

    def stands_in() -> str:
        return str(region.admin.get(f"/v1/people/{region.seller}")["org_unit"]["id"])

    assert eventually(lambda: stands_in() == region.new)
    states = {plan["target_id"]: plan["status"] for plan in region.admin.all("/v1/planned-changes", params=plans)}
    assert states == {region.old: "cancelled", region.new: "done"}


@pytest.mark.feature("Z-04")
def test_what_somebody_could_see_on_a_day_that_has_passed(company: Company) -> None:
    region = Region(company)
    age(database_at(company.stack.database_url("gateway")), days=40)
    on_record = (today() - timedelta(days=39)).isoformat()
    opportunities = {"noun": "sales.opportunity", "limit": 200}

    region.admin.post(f"/v1/org-units/{region.office}/move", {"parent_id": region.new})
    region.admin.post(f"/v1/people/{region.seller}/place", {"superior_id": None})
    region.admin.post(f"/v1/people/{region.seller}/move", {"unit_id": region.new})

    for day in (on_record, iso_day(-1)):
        then = region.standing(region.seller, day)
        assert (then["org_unit"]["id"], then["superior"]["id"]) == (region.office, region.manager)
        assert [one["id"] for one in then["chain"]] == [region.manager]
        assert (then["groups"], then["rights"]["sales.opportunity:read"]) == (["salesperson"], ["own"])
        covered = region.standing(region.manager, day, **opportunities)["covers"]
        assert {one["id"] for one in covered} == {region.old, region.office}
    now = region.standing(region.seller, iso_day(0))
    assert (now["org_unit"]["id"], now["superior"], now["chain"]) == (region.new, None, [])
    assert [one["id"] for one in region.standing(region.manager, iso_day(0), **opportunities)["covers"]] == [region.old]

    asked = {"user": region.manager, "on": iso_day(-1)}
    company["nils.north"].refused("GET", "/v1/access/standing", params=asked, status=404)
    too_early = asked | {"on": "2000-01-01"}
    region.admin.refused("GET", "/v1/access/standing", params=too_early, status=422, code="standing_not_on_record")
