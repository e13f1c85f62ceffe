"""One search over all kinds: it finds what each kind's own list finds for the same reader, and nothing else."""

from typing import Any

import pytest

from shared.contracts.gateway.search import SEARCHED
from shared.ids import new_id
from tests.end_to_end.company import Company

READERS = ("nils.north", "sara.south", "helen.head")


def found(company: Company, login: str, words: str, **more: Any) -> dict[str, list[str]]:
    told = company[login].get("/v1/search", params={"q": words, **more})
    assert told["missing"] == []
    return {group["type"]: [one["id"] for one in group["found"]] for group in told["data"]}


def listed(company: Company, login: str, words: str) -> dict[str, list[str]]:
    """What the lists find, of which the reader may read any."""
    pages = {}
    for one in SEARCHED:
        answer = company[login].ask("GET", f"/v1/{one.noun}", params={"q": words, "limit": "5"})
        assert answer.status_code in (200, 403), answer.text
        pages[one.type] = [row["id"] for row in answer.json()["data"]] if answer.status_code == 200 else []
    return {name: ids for name, ids in pages.items() if ids}


@pytest.mark.feature("S-052")
def test_one_search_finds_for_each_reader_what_the_lists_of_all_kinds_find(company: Company) -> None:
    word, nils = f"z{new_id()[-10:]}", company["nils.north"]
    name = f"北京天诺科技 {word}"
    customer = nils.post("/v1/customers", {"name": name, "city": "Beijing"})
    deal = nils.post("/v1/opportunities", {"name": f"Lathes {word}", "customer_id": customer["id"], "amount": "9.00"})
    lead = company["sara.south"].post("/v1/leads", {"name": f"Ada {word}", "email": f"{word}@example.com"})
    for login in READERS:
        assert found(company, login, word[:8]) == listed(company, login, word[:8])
    assert found(company, "nils.north", f"天诺 {word[:4]}")["customer"] == [customer["id"]]
    assert found(company, "sara.south", word) == {"lead": [lead["id"]]}
    everything = found(company, "helen.head", word)
    assert (everything["customer"], everything["lead"]) == ([customer["id"]], [lead["id"]])
    assert found(company, "helen.head", word, type="lead") == {"lead": [lead["id"]]}
    assert found(company, "helen.head", "!?") == {}
    [group] = nils.get("/v1/search", params={"q": word, "type": "opportunity"})["data"]
    [told] = group["found"]
    assert (told["name"], told["number"], group["more"]) == (deal["name"], deal["number"], False)
    assert name in told["context"]
    assert nils.get(told["path"])["id"] == deal["id"]
