"""The knowledge base through the door: written, reviewed, published, found, and used."""

from typing import Any

import pytest

from shared.ids import new_id
from tests.end_to_end.client import Client
from tests.end_to_end.company import Company


def publish(client: Client, title: str, symptoms: str = "") -> Any:
    article = client.post("/v1/articles", {"title": title, "symptoms": symptoms, "body": "Press the button."})
    client.post(f"/v1/articles/{article['id']}/submit")
    return client.post(f"/v1/articles/{article['id']}/publish")


@pytest.mark.feature("V-11")
def test_an_article_goes_from_draft_through_review_to_the_whole_company(company: Company) -> None:
    nils, nora, sara = company["nils.north"], company["nora.north"], company["sara.south"]
    draft = nils.post("/v1/articles", {"title": "Cold boiler", "body": "Press the button."})
    path = f"/v1/articles/{draft['id']}"
    assert (draft["status"], draft["owner"]["login"], draft["edition"]) == ("draft", "nils.north", 0)
    sara.refused("GET", path, status=404)
    nils.refused("POST", f"{path}/publish", {}, status=409, code="article_state_forbids")
    assert nils.post(f"{path}/submit")["status"] == "review"
    assert nora.post(f"{path}/publish")["status"] == "published"
    assert sara.get(path)["title"] == "Cold boiler"
    nils.post(f"{path}/revise")
    nils.patch(path, {"title": "Cold or loud boiler"})
    nils.post(f"{path}/submit")
    nora.post(f"{path}/publish")

    editions = sara.get(f"{path}/editions")["data"]
    assert [(one["edition"], one["title"], one["published_by"]["name"]) for one in editions] == [
        (2, "Cold or loud boiler", "Nora North"),
        (1, "Cold boiler", "Nora North"),
    ]
    told = nils.get(f"{path}/history")["data"]
    assert [entry["sequence"] for entry in told] == list(range(1, 8))
    assert told[4]["changes"]["title"] == {"before": "Cold boiler", "after": "Cold or loud boiler"}


@pytest.mark.feature("V-04")
def test_symptoms_find_ranked_solutions_and_one_is_attached_to_a_request(company: Company) -> None:
    nils, sara = company["nils.north"], company["sara.south"]
    word = f"zq{new_id()[-8:]}"
    close = publish(nils, f"Boiler {word}", "radiators stay lukewarm")
    proven = publish(nils, f"Leak {word}", "water")
    other = publish(nils, f"Noise {word}", "hums")

    request = sara.post("/v1/requests", {"description": "It leaks", "customer_name": "Joe"})
    sara.post(f"/v1/requests/{request['id']}/claim")
    solved = sara.post(f"/v1/requests/{request['id']}/solve", {"solution": "As written", "article_id": proven["id"]})
    found = sara.get("/v1/article-suggestions", params={"symptoms": f"{word}: lukewarm radiators"})["data"]

    assert solved["article_id"] == proven["id"]
    ranked = [(row["article"]["id"], row["matches"], row["success_count"]) for row in found]
    assert ranked == [(close["id"], 3, 0), (proven["id"], 1, 1), (other["id"], 1, 0)]
    listed = sara.get("/v1/articles", params={"q": word})["data"]
    assert listed[0]["id"] == proven["id"]
    assert {row["id"] for row in listed} == {close["id"], proven["id"], other["id"]}
