"""A phone keeps a day's list in step: few fields, only what changed, nothing missed."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.ids import new_id
from tests.end_to_end.client import Client
from tests.end_to_end.company import Company

FIELDS = "name,stage,amount,customer,next_step,expected_close_date,updated_at,version"
MOST_BYTES = 100_000


def synced(client: Client, kept: dict[str, Any], since: str, fields: str) -> tuple[str, int]:
    """Take in what changed; the answers are where to go on the next time, and how many bytes came."""
    until, size = None, 0
    params = {"updated_since": since, "fields": fields, "limit": "200"}
    while True:
        answer = client.ask("GET", "/v1/opportunities", params=params)
        assert answer.status_code == 200, answer.text
        until, size = until or answer.headers["Updated-Until"], size + len(answer.content)
        page = answer.json()
        kept.update({row["id"]: row for row in page["data"]})
        if not page["next"]:
            return until, size
        params["cursor"] = page["next"]


@pytest.mark.feature("X-32")
def test_a_phone_works_a_days_list_in_under_a_hundred_kilobytes(company: Company) -> None:
    olga, mark = company["olga.office"], new_id()[-12:]
    deals = [{"op": "create", "body": {"name": f"{mark} {n}", "amount": "10.00"}} for n in range(60)]
    made = [one["id"] for one in olga.post("/v1/opportunities/bulk", {"operations": deals})["results"]]
    kept: dict[str, Any] = {}
    until, size = synced(olga, kept, "2000-01-01T00:00:00Z", FIELDS)
    assert set(made) <= kept.keys()
    assert set(next(iter(kept.values()))) == {"id", *FIELDS.split(",")}
    total = size
    for step in range(5):
        olga.patch(f"/v1/opportunities/{made[step]}", {"next_step": f"call {step}"})
        until, size = synced(olga, kept, until, FIELDS)
        total += size
        assert kept[made[step]]["next_step"] == f"call {step}"
    assert total < MOST_BYTES


def test_what_was_dated_early_and_saved_late_is_not_missed(company: Company) -> None:
    nils = company["nils.north"]
    deal = nils.post("/v1/opportunities", {"name": f"Late {new_id()}"})
    dated = datetime.fromisoformat(deal["updated_at"])
    kept: dict[str, Any] = {}
    synced(nils, kept, (dated + timedelta(seconds=30)).isoformat(), "name")
    assert deal["id"] in kept
    kept.clear()
    synced(nils, kept, (dated + timedelta(seconds=90)).isoformat(), "name")
    assert deal["id"] not in kept


def test_the_moment_is_checked_and_the_list_must_know_it(company: Company) -> None:
    nils = company["nils.north"]
    for path, since in (("/v1/leads", "yesterday"), ("/v1/leads", "9999-99-99")):
        problem = company["admin"].refused("GET", path, params={"updated_since": since}, status=400)
        assert [fault["pointer"] for fault in problem["errors"]] == ["?updated_since"]
    now = datetime.now(UTC)
    until = nils.ask("GET", "/v1/leads", params={"updated_since": now.isoformat(), "limit": "1"}).headers[
        "Updated-Until"
    ]
    assert abs(datetime.fromisoformat(until) - now) < timedelta(minutes=1)
