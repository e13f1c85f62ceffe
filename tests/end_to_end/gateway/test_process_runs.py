"""Dedicated people for dedicated work: a process carries a record from position to position."""

import threading
from dataclasses import dataclass
from typing import Any

import pytest

from shared.ids import new_id
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import Company


@dataclass
class Work:
    """A process of two steps about deals: reviewed by whoever does so in the branch, approved by someone above it."""

    company: Company
    process: str
    positions: dict[str, str]
    definition: dict[str, Any]

    def start(self, login: str, **more: Any) -> Any:
        deal = self.company[login].post("/v1/opportunities", {"name": "To be approved", "amount": "9.00"})["id"]
        return self.company[login].post("/v1/process-runs", {"process": self.process, "record_id": deal, **more})

    def complete(self, login: str, run: Any, step: str) -> Any:
        return self.company[login].post(f"/v1/process-runs/{run['id']}/complete", {"step": step, "note": "Fine"})

    def refused(self, login: str, run: Any, step: str, *, status: int, code: str) -> Any:
        path = f"/v1/process-runs/{run['id']}/complete"
        return self.company[login].refused("POST", path, {"step": step}, status=status, code=code)


@pytest.fixture
def work(company: Company) -> Work:
    admin, tail = company["admin"], new_id()[-12:]
    positions = {
        name: admin.post("/v1/positions", {"code": f"{name}_{tail}", "name": name})["id"]
        for name in ("review", "approve")
    }
    for name, login in (("review", "nina.north"), ("review", "sara.south"), ("approve", "helen.head")):
        admin.post(f"/v1/positions/{positions[name]}/appoint", {"person_id": company.people[login]["id"]})
    steps = [
        {"name": "Review", "position": f"review_{tail}", "reach": "unit"},
        {"name": "Approve", "position": f"approve_{tail}"},
    ]
    body = {"code": f"approval_{tail}", "name": "Approval", "noun": "sales.opportunity", "steps": steps}
    return Work(company, body["code"], positions, admin.post("/v1/process-definitions", body))


def told(client: Client, run: Any, kind: str) -> list[str]:
    params = {"filter[about_id][eq]": run["id"], "filter[kind][eq]": kind}
    return [message["title"] for message in client.get("/v1/messages", params=params)["data"]]


@pytest.mark.feature("X-14")
def test_a_step_goes_to_the_position_named_for_it_and_only_a_holder_of_it_completes_it(
    company: Company, work: Work
) -> None:
    nils, nina, helen = company["nils.north"], company["nina.north"], company["helen.head"]
    run = work.start("nils.north")
    assert (run["step"], run["status"], run["noun"]) == ("Review", "running", "sales.opportunity")
    assert eventually(lambda: told(nina, run, "process_step_waits") == ["Approval: Review"])

    # Nobody but the holder in the record's own branch: not the starter, not his manager, not the other branch's holder.
    for login, status, code in (
        ("nils.north", 403, "process_step_is_for_a_position"),
        ("admin", 403, "process_step_is_for_a_position"),
        ("sara.south", 404, "not_found"),
        ("nora.north", 404, "not_found"),
    ):
        work.refused(login, run, "Review", status=status, code=code)
    work.refused("nina.north", run, "Approve", status=409, code="process_step_is_not_next")

    after = work.complete("nina.north", run, "Review")
    assert (after["step"], after["status"]) == ("Approve", "running")
    assert eventually(lambda: told(helen, run, "process_step_waits") == ["Approval: Approve"])
    assert [one["id"] for one in helen.all("/v1/process-runs")].count(run["id"]) == 1
    work.refused("nils.north", run, "Approve", status=403, code="process_step_is_for_a_position")

    finished = work.complete("helen.head", run, "Approve")
    assert (finished["status"], finished["step"]) == ("finished", None)
    assert [(one["step"], one["by"]) for one in finished["done"]] == [
        ("Review", company.people["nina.north"]["id"]),
        ("Approve", company.people["helen.head"]["id"]),
    ]
    assert eventually(lambda: told(nils, run, "process_finished") == ["Approval is finished"])
    work.refused("admin", run, "Approve", status=409, code="process_run_is_over")
    history = nils.get(f"/v1/process-runs/{run['id']}/history")["data"]
    assert [entry["type"].split(".")[3] for entry in history] == ["started", "step_completed", "finished"]


@pytest.mark.feature("X-14")
def test_who_is_relieved_completes_nothing_more_and_who_is_appointed_does(company: Company, work: Work) -> None:
    admin, run = company["admin"], work.start("nils.north")
    nina, nora = ({"person_id": company.people[login]["id"]} for login in ("nina.north", "nora.north"))
    review = f"/v1/positions/{work.positions['review']}"
    admin.post(f"{review}/relieve", nina)
    work.refused("nina.north", run, "Review", status=404, code="not_found")
    admin.post(f"{review}/appoint", nora)
    assert work.complete("nora.north", run, "Review")["step"] == "Approve"


def test_two_holders_at_once_complete_a_step_once(company: Company, work: Work) -> None:
    admin, run = company["admin"], work.start("nils.north")
    nora = {"person_id": company.people["nora.north"]["id"]}
    admin.post(f"/v1/positions/{work.positions['review']}/appoint", nora)
    answers: list[int] = []

    def complete(login: str) -> None:
        path = f"/v1/process-runs/{run['id']}/complete"
        answers.append(company[login].ask("POST", path, {"step": "Review"}).status_code)

    both = [threading.Thread(target=complete, args=(login,)) for login in ("nina.north", "nora.north")]
    assert [company[login].me["login"] for login in ("nina.north", "nora.north")]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert answers.count(200) == 1
    assert set(answers) <= {200, 404, 409}
    assert len(company["nils.north"].get(f"/v1/process-runs/{run['id']}")["done"]) == 1


def test_a_process_starts_only_for_what_one_may_read_and_while_it_is_in_use(company: Company, work: Work) -> None:
    nils, admin = company["nils.north"], company["admin"]
    hidden = company["sara.south"].post("/v1/opportunities", {"name": "Hers"})["id"]
    own = nils.post("/v1/opportunities", {"name": "His"})["id"]
    start = {"process": work.process, "record_id": own}
    nils.refused("POST", "/v1/process-runs", {**start, "record_id": hidden}, status=404)
    nils.refused("POST", "/v1/process-runs", {**start, "process": "none"}, status=404)
    nils.refused("POST", "/v1/process-runs", {"record_id": own}, status=400)

    key = {"Idempotency-Key": new_id()}
    runs = [nils.post("/v1/process-runs", start, headers=key)["id"] for _ in range(2)]
    assert runs[0] == runs[1]
    company["sven.south"].refused("GET", f"/v1/process-runs/{runs[0]}", status=404)
    company["nina.north"].refused("POST", f"/v1/process-runs/{runs[0]}/cancel", status=403)
    assert nils.post(f"/v1/process-runs/{runs[0]}/cancel")["status"] == "cancelled"

    admin.post(f"/v1/process-definitions/{work.definition['id']}/retire")
    nils.refused("POST", "/v1/process-runs", start, status=409, code="process_is_retired")
    steps = {"steps": [{"name": "One", "position": "nobody"}]}
    broken = {"code": f"p_{new_id()[-12:]}", "name": "P", "noun": "sales.lead", **steps}
    admin.refused("POST", "/v1/process-definitions", broken, status=422, code="process_step_without_position")
    nils.refused("POST", "/v1/process-definitions", broken, status=403)
