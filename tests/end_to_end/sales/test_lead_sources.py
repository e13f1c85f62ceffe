"""Where leads come from: campaigns, sales work, service work; counted for each source within one's sight."""

from typing import Any

import pytest

from shared.ids import new_id
from tests.end_to_end.company import Company


@pytest.mark.feature("S-009")
def test_a_lead_stores_a_typed_source_and_leads_are_counted_for_each(company: Company) -> None:
    nils, nora = company["nils.north"], company["nora.north"]
    campaign = nils.post("/v1/campaigns", {"name": f"Fair {new_id()}", "kind": "web"})["id"]
    call = {"kind": "call", "title": "Ask around", "starts_at": "2031-05-01T09:00:00Z"}
    activity = nils.post("/v1/schedules", call)["id"]
    case = nils.post("/v1/requests", {"description": "It squeaks", "customer_name": "Joe"})["id"]

    def lead(kind: str, source_id: str) -> Any:
        made = {"name": f"Lead {new_id()}", "company": f"C {new_id()}", "source_kind": kind, "source_id": source_id}
        return nils.post("/v1/leads", made)

    sources = {campaign: "campaign", activity: "activity", case: "case"}
    leads = {source: [lead(kind, source) for _ in range(2)] for source, kind in sources.items()}
    for source, kind in sources.items():
        assert {(one["source_kind"], one["source_id"]) for one in leads[source]} == {(kind, source)}
    for kind, source in (("activity", new_id()), ("activity", campaign)):
        body = {"name": "x", "source_kind": kind, "source_id": source}
        nils.refused("POST", "/v1/leads", body, status=422, code="lead_source_unknown")
    nils.post(f"/v1/leads/{leads[campaign][0]['id']}/qualify", {"budget": "5.00"})
    nils.post(f"/v1/leads/{leads[campaign][1]['id']}/convert", {"customer": {}})
    nils.post(f"/v1/leads/{leads[case][0]['id']}/lose", {"reason": "price"})

    def counted(login: str, **query: str) -> dict[str, tuple[int, ...]]:
        found = company[login].get("/v1/leads/by-source", params=query)
        names = ("leads", "qualified", "converted", "lost")
        if not found["more"]:
            totals = tuple(found["totals"][name] for name in names)
            assert totals == tuple(sum(row[name] for row in found["rows"]) for name in names)
        return {row["source_id"]: tuple(row[name] for name in names) for row in found["rows"] if row["source_id"]}

    expected = {campaign: (2, 1, 1, 0), activity: (2, 0, 0, 0), case: (2, 0, 0, 1)}
    for login in ("nils.north", "nora.north", "helen.head"):
        assert expected.items() <= counted(login).items()
        for source, kind in sources.items():
            assert counted(login, source_kind=kind)[source] == expected[source]
    for stranger in ("nina.north", "sara.south"):
        assert not sources.keys() & counted(stranger).keys()
    behind = {"filter[source_kind][eq]": "activity", "filter[source_id][eq]": activity}
    assert {row["id"] for row in nora.all("/v1/leads", params=behind)} == {one["id"] for one in leads[activity]}
    assert counted("nils.north", since="2031-01-01", until="2031-12-31") == {}
    nils.refused("GET", "/v1/leads/by-source", status=400, params={"source_kind": "rumour"})
