"""Contacts that take part in deals, through the public API: linked in a role, seen from both sides."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from shared.ids import new_id
from tests.end_to_end.client import Client
from tests.end_to_end.company import Company
from tests.end_to_end.gateway.test_undo import undone


def deal_of(client: Client) -> Any:
    return client.post("/v1/opportunities", {"name": f"Mill {new_id()}", "amount": "10.00"})


def contact_of(client: Client, name: str) -> Any:
    return client.post("/v1/contacts", {"name": f"{name} {new_id()}", "kind": "partner", "title": "Dr"})


def roles(told: Any, side: str) -> set[tuple[str, str]]:
    return {(one[side]["id"], one["role"]) for one in told["data"]}


@pytest.mark.feature("S-018")
def test_contacts_are_linked_to_a_deal_with_a_role_and_the_link_is_visible_from_both_sides(company: Company) -> None:
    nils, nora = company["nils.north"], company["nora.north"]
    deal, other = deal_of(nils), deal_of(nils)
    ada, ben, cyd = (contact_of(nils, name) for name in ("Ada", "Ben", "Cyd"))
    path = f"/v1/opportunities/{deal['id']}/stakeholders"
    wanted = [(ada, "decider"), (ben, "user"), (cyd, "introducer"), (ada, "user")]
    links = [nils.post(path, {"contact_id": contact["id"], "role": role}) for contact, role in wanted]
    nils.post(f"/v1/opportunities/{other['id']}/stakeholders", {"contact_id": ada["id"], "role": "user"})
    assert links[0]["contact"] == {"id": ada["id"], "name": ada["name"], "title": "Dr"}

    assert roles(nora.get(path), "contact") == {(contact["id"], role) for contact, role in wanted}
    from_ada = nora.get(f"/v1/contacts/{ada['id']}/opportunities")
    assert roles(from_ada, "opportunity") == {(deal["id"], "decider"), (deal["id"], "user"), (other["id"], "user")}
    assert from_ada["data"][-1]["opportunity"] == {
        name: deal[name] for name in ("id", "number", "name", "stage", "status")
    }
    page = nils.get(path, params={"limit": 3})
    rest = nils.get(path, params={"limit": 3, "before": page["next"]})
    assert [one["id"] for one in (*page["data"], *rest["data"])] == [one["id"] for one in reversed(links)]

    nils.ok("DELETE", f"{path}/{links[0]['id']}")
    nils.refused("DELETE", f"{path}/{links[0]['id']}", status=404)
    assert (ada["id"], "decider") not in roles(nils.get(path), "contact")
    assert (deal["id"], "decider") not in roles(nils.get(f"/v1/contacts/{ada['id']}/opportunities"), "opportunity")
    history = nora.get(f"/v1/opportunities/{deal['id']}/history")["data"]
    assert [one["type"].split(".")[3] for one in history[1:]] == ["contact_linked"] * 4 + ["contact_unlinked"]
    assert history[-1]["changes"] == {
        "linked_contact_id": {"before": ada["id"], "after": None},
        "role": {"before": "decider", "after": None},
    }


def test_a_link_is_made_once_in_a_role_that_there_is_while_the_deal_is_open(company: Company) -> None:
    nils = company["nils.north"]
    deal, ada = deal_of(nils), contact_of(nils, "Ada")
    path, body = f"/v1/opportunities/{deal['id']}/stakeholders", {"contact_id": ada["id"], "role": "decider"}
    for wrong, pointer in (
        ({"role": "boss"}, "/role"),
        ({"contact_id": "Ada"}, "/contact_id"),
        ({"name": "A"}, "/name"),
    ):
        problem = nils.refused("POST", path, {**body, **wrong}, status=400)
        assert [fault["pointer"] for fault in problem["errors"]] == [pointer]
    nils.refused("POST", path, {**body, "contact_id": new_id()}, status=422, code="stakeholder_contact_unknown")
    stale = {"If-Match": f'"{deal["version"] + 1}"'}
    nils.refused("POST", path, body, headers=stale, status=412)

    with ThreadPoolExecutor(3) as threads:
        answers = list(threads.map(lambda _: nils.ask("POST", path, body), range(3)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    [link] = nils.get(path)["data"]
    problem = nils.refused("POST", path, body, status=409, code="contact_linked_already")
    assert problem["stakeholder_id"] == link["id"]
    again = {"Idempotency-Key": new_id()}
    user = {**body, "role": "user"}
    first, replayed = (nils.ok("POST", path, user, headers=again) for _ in range(2))
    assert first == replayed
    assert len(nils.get(f"/v1/opportunities/{deal['id']}/history")["data"]) == 3

    nils.post(f"/v1/opportunities/{deal['id']}/lose", {"reason": "price"})
    closed = {"status": 409, "code": "opportunity_state_forbids"}
    nils.refused("POST", path, {**body, "role": "introducer"}, **closed)
    nils.refused("DELETE", f"{path}/{link['id']}", **closed)
    assert len(nils.get(path)["data"]) == 2


def test_of_a_link_only_what_is_in_sight_itself_is_shown(company: Company) -> None:
    nils, sara, helen = company["nils.north"], company["sara.south"], company["helen.head"]
    deal, mine, hers = deal_of(nils), contact_of(nils, "Mine"), contact_of(sara, "Hers")
    path = f"/v1/opportunities/{deal['id']}/stakeholders"
    link = nils.post(path, {"contact_id": mine["id"], "role": "user"})
    nils.refused("POST", path, {"contact_id": hers["id"], "role": "user"}, status=422)
    kept = helen.post(path, {"contact_id": hers["id"], "role": "decider"})
    assert roles(helen.get(path), "contact") == {(mine["id"], "user"), (hers["id"], "decider")}
    assert roles(nils.get(path), "contact") == {(mine["id"], "user")}
    nils.refused("DELETE", f"{path}/{kept['id']}", status=404)
    assert sara.get(f"/v1/contacts/{hers['id']}/opportunities")["data"] == []
    for method, address, body in (
        ("GET", path, None),
        ("POST", path, {"contact_id": hers["id"], "role": "user"}),
        ("DELETE", f"{path}/{link['id']}", None),
        ("GET", f"/v1/contacts/{mine['id']}/opportunities", None),
    ):
        sara.refused(method, address, body, status=404)


def test_a_contact_that_takes_part_in_a_deal_is_not_taken_back_with_the_job_that_made_it(company: Company) -> None:
    nils = company["nils.north"]
    bodies = [{"op": "create", "body": {"name": f"Bulk {new_id()}", "kind": "partner"}} for _ in range(2)]
    job = nils.post("/v1/contacts/bulk", {"operations": bodies})
    linked, free = (one["id"] for one in job["results"])
    path = f"/v1/opportunities/{deal_of(nils)['id']}/stakeholders"
    nils.post(path, {"contact_id": linked, "role": "decider"})
    _, became = undone(nils, job["job_id"])
    assert {one: (row["outcome"], row["code"]) for one, row in became.items()} == {
        linked: ("rejected", "contact_in_use"),
        free: ("removed", None),
    }
