"""The rules of campaigns, each by itself."""

from datetime import date

import pytest

from services.marketing.campaigns import rules
from services.marketing.campaigns.rules import CampaignStatus

MAY = (date(2026, 5, 1), date(2026, 5, 31))


@pytest.mark.parametrize(
    ("verb", "status"), [(verb, status) for verb in sorted(rules.TRANSITIONS) for status in CampaignStatus]
)
def test_a_verb_leads_where_the_table_says_and_nowhere_else(verb: str, status: CampaignStatus) -> None:
    expected = rules.TRANSITIONS[verb].get(status)
    if expected is not None:
        assert rules.next_status(verb, status) is expected
        return
    with pytest.raises(rules.CampaignCannotDoThis) as refused:
        rules.next_status(verb, status)
    assert refused.value.extra == {"status": status.value}


@pytest.mark.parametrize(
    ("status", "on", "is_open"),
    [
        ("running", date(2026, 5, 1), True),
        ("running", date(2026, 5, 31), True),
        ("running", date(2026, 4, 30), False),
        ("running", date(2026, 6, 1), False),
        ("planned", date(2026, 5, 2), False),
        ("finished", date(2026, 5, 2), False),
        ("cancelled", date(2026, 5, 2), False),
    ],
)
def test_a_form_is_open_while_the_campaign_runs_both_days_included(status: str, on: date, is_open: bool) -> None:
    assert rules.is_form_open(CampaignStatus(status), *MAY, on) is is_open


def test_a_running_campaign_without_dates_has_an_open_form() -> None:
    assert rules.is_form_open(CampaignStatus.RUNNING, None, None, date(2026, 1, 1))


def test_a_campaign_cannot_end_before_it_starts() -> None:
    rules.ensure_period(MAY[0], MAY[0])
    with pytest.raises(rules.PeriodIsBackwards):
        rules.ensure_period(MAY[1], MAY[0])


@pytest.mark.parametrize("status", ["finished", "cancelled"])
def test_a_campaign_that_is_over_stays_as_it_was(status: str) -> None:
    with pytest.raises(rules.CampaignIsOver):
        rules.ensure_editable(CampaignStatus(status))


def test_the_currency_is_fixed_once_leads_were_valued_in_it() -> None:
    rules.ensure_currency("USD", "EUR", 0)
    rules.ensure_currency("USD", "USD", 3)
    with pytest.raises(rules.CurrencyIsFixed):
        rules.ensure_currency("USD", "EUR", 1)
