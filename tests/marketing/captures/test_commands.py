"""What comes through a public form: captured once, never by machines, never in floods."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from services.marketing.campaigns import commands as campaigns
from services.marketing.campaigns import queries as campaign_queries
from services.marketing.captures import commands, queries, rules
from shared.clock import now
from shared.errors import NotFound
from shared.persistence.database import Database
from shared.persistence.platform import StoredEvent
from tests.days import day_in
from tests.marketing.office import NILS, SARA, STRANGER, marketer, plan, run


def submit(session: Session, form_key: str, sender: str = "a", **fields: Any) -> None:
    commands.submit_form(session, STRANGER, form_key, sender, **{"name": "Ann", "email": "ann@example.org", **fields})


def captured(session: Session) -> list[StoredEvent]:
    kind = "tenon.marketing.form.lead_captured.v1"
    return list(session.scalars(select(StoredEvent).where(StoredEvent.type == kind).order_by(StoredEvent.id)))


def counts(session: Session, campaign_id: str) -> tuple[int, int]:
    campaign = campaign_queries.get_campaign(session, marketer(NILS), campaign_id)
    return campaign.captured_count, campaign.spam_count


def test_a_submission_is_captured_and_told_once(database: Database) -> None:
    with database.write() as session:
        campaign = run(session)
        submit(session, campaign.form_key, company="Acme", note="Call me")
        [event] = captured(session)
        [row] = queries.list_captures(session, marketer(NILS), campaign.id, {})["data"]
        assert (event.subject, event.sequence, event.org_unit_id) == (row["id"], 1, campaign.org_unit_id)
        assert event.data["capture_id"] == row["id"]
        assert event.data["campaign_id"] == campaign.id
        assert (event.data["email"], event.data["owner_id"]) == ("ann@example.org", NILS)
        assert counts(session, campaign.id) == (1, 0)
        with pytest.raises(NotFound):
            queries.list_captures(session, marketer(SARA), campaign.id, {})


def test_a_filled_in_trap_captures_nothing_and_is_counted_as_spam(database: Database) -> None:
    with database.write() as session:
        campaign = run(session)
        submit(session, campaign.form_key, website="http://spam.example")
        submit(session, campaign.form_key, website="   ")
        assert counts(session, campaign.id) == (1, 1)
        assert len(captured(session)) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"email": "ann@example.org"}, {"email": "Ann@Example.org"}),
        ({"email": None, "phone": "+1 555-01"}, {"email": None, "phone": "+1 (555) 01"}),
    ],
)
def test_the_same_person_is_captured_once_within_a_day(
    database: Database, monkeypatch: pytest.MonkeyPatch, first: dict[str, Any], second: dict[str, Any]
) -> None:
    with database.write() as session:
        campaign, other = run(session), run(session)
        submit(session, campaign.form_key, **first)
        submit(session, campaign.form_key, **second)
        assert counts(session, campaign.id) == (1, 0)
        submit(session, other.form_key, **second)
        assert counts(session, other.id) == (1, 0)
        a_day_later: datetime = now() + timedelta(hours=24, seconds=1)
        monkeypatch.setattr(commands, "now", lambda: a_day_later)
        submit(session, campaign.form_key, **second)
        assert counts(session, campaign.id) == (2, 0)


@pytest.mark.parametrize("contact", [{"email": None}, {"email": None, "phone": "call me"}, {"email": " "}])
def test_without_a_way_to_answer_a_submission_is_refused(database: Database, contact: dict[str, Any]) -> None:
    with database.write() as session:
        campaign = run(session)
        with pytest.raises(rules.ContactIsMissing):
            submit(session, campaign.form_key, **contact)


@pytest.mark.parametrize(
    "prepare",
    [
        lambda session: plan(session),
        lambda session: run(session, starts_on=day_in(1)),
        lambda session: campaigns.finish_campaign(session, marketer(NILS), run(session).id),
        lambda session: campaigns.cancel_campaign(session, marketer(NILS), run(session).id, "No"),
    ],
    ids=["planned", "not begun", "finished", "cancelled"],
)
def test_a_form_that_is_not_open_is_not_there(database: Database, prepare: Callable[[Session], Any]) -> None:
    with database.write() as session:
        form_key = prepare(session).form_key
        for key in (form_key, "no-such-form"):
            with pytest.raises(NotFound):
                submit(session, key)
        assert captured(session) == []


def test_a_flood_from_one_address_is_throttled_and_others_are_not(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    noon = now().replace(hour=12, minute=0, second=0)
    monkeypatch.setattr(commands, "now", lambda: noon)
    with database.write() as session:
        campaign = run(session, starts_on=day_in(-1))
        for number in range(rules.SUBMISSIONS_A_MINUTE):
            submit(session, campaign.form_key, email=f"ann{number}@example.org")
    for _ in range(2):
        with pytest.raises(rules.FormIsFlooded) as refused, database.write() as session:
            submit(session, campaign.form_key, email="more@example.org")
        assert refused.value.extra == {"retry_after": 60}
    with database.write() as session:
        submit(session, campaign.form_key, "b", email="other@example.org")
        monkeypatch.setattr(commands, "now", lambda: noon + timedelta(minutes=1))
        submit(session, campaign.form_key, email="more@example.org")
        assert counts(session, campaign.id) == (rules.SUBMISSIONS_A_MINUTE + 2, 0)


def test_copies_of_one_submission_at_once_are_captured_once(database: Database) -> None:
    with database.write() as session:
        campaign = run(session)

    def send(sender: int) -> None:
        with database.write() as session:
            submit(session, campaign.form_key, f"sender {sender}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(send, range(8)))
    with database.read() as session:
        assert counts(session, campaign.id) == (1, 0)
        assert len(captured(session)) == 1
        assert campaign_queries.get_campaign(session, marketer(NILS), campaign.id).version == 3


def test_addresses_are_told_apart_but_not_kept() -> None:
    digest = rules.address_digest("secret", "192.0.2.1")
    assert digest == rules.address_digest("secret", "192.0.2.1")
    assert digest != rules.address_digest("other", "192.0.2.1")
    assert digest != rules.address_digest("secret", "192.0.2.2")
