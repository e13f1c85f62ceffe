"""When a report is sent, across changes of clocks and ends of months, and for which period it is asked."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest

from gateway.report_schedules import rules
from shared.contracts.gateway.report_schedules import FORMATS, PERIODS, CreateReportSchedule
from shared.contracts.reporting.own_views import columns_of, is_drawn, is_tabled
from shared.contracts.reporting.reports import REPORTS
from shared.ids import new_id
from tests.gateway.organisation import House


@dataclass
class Plan:
    rhythm: str
    time: str
    time_zone: str
    weekday: int | None = None
    month_day: int | None = None


@pytest.mark.parametrize(
    ("plan", "after", "expected"),
    [
        (Plan("daily", "07:30", "Europe/Berlin"), "2026-07-01T05:29:59", "2026-07-01T05:30:00"),
        (Plan("daily", "07:30", "Europe/Berlin"), "2026-07-01T05:30:00", "2026-07-02T05:30:00"),
        (Plan("daily", "02:30", "Europe/Berlin"), "2026-03-28T12:00:00", "2026-03-29T01:30:00"),
        (Plan("daily", "02:30", "Europe/Berlin"), "2026-10-24T12:00:00", "2026-10-25T00:30:00"),
        (Plan("daily", "00:15", "Pacific/Auckland"), "2026-06-30T12:14:00", "2026-06-30T12:15:00"),
        (Plan("weekly", "09:00", "America/New_York", weekday=1), "2026-11-02T14:00:00", "2026-11-09T14:00:00"),
        (Plan("monthly", "06:00", "UTC", month_day=31), "2026-02-01T00:00:00", "2026-02-28T06:00:00"),
        (Plan("monthly", "06:00", "UTC", month_day=31), "2026-02-28T06:00:00", "2026-03-31T06:00:00"),
    ],
)
def test_a_report_is_sent_at_its_time_on_the_wall_of_its_zone(plan: Plan, after: str, expected: str) -> None:
    moment = datetime.fromisoformat(after).replace(tzinfo=UTC)
    assert rules.next_time(plan, moment) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


def test_each_period_is_reckoned_from_the_day_on_which_the_report_is_sent() -> None:
    asked = {name: rules.period_of(name, date(2026, 1, 1)) for name in PERIODS}
    assert asked == {
        "yesterday": {"since": "2025-12-31", "until": "2025-12-31"},
        "last_week": {"since": "2025-12-22", "until": "2025-12-28"},
        "this_month": {"period": "2026-01"},
        "last_month": {"period": "2025-12"},
        "this_quarter": {"period": "2026-Q1"},
        "last_quarter": {"period": "2025-Q4"},
        "this_year": {"period": "2026"},
        "last_year": {"period": "2025"},
    }


DAILY: dict[str, Any] = {
    "title": "Won",
    "report": "won-trend",
    "format": "xlsx",
    "rhythm": "daily",
    "time": "07:30",
    "time_zone": "Europe/Berlin",
    "recipients": [new_id()],
}


@pytest.mark.parametrize(
    ("told", "member"),
    [
        ({"time_zone": "Europe/Atlantis"}, "time_zone"),
        ({"report": "no-such"}, "report"),
        ({"built_report_id": new_id()}, "report"),
        ({"title": "Won\r\nBcc: eve@example.com"}, "title"),
        ({"time": "24:00"}, "time"),
        ({"rhythm": "weekly"}, "weekday"),
        ({"weekday": 1}, "weekday"),
        ({"rhythm": "monthly"}, "month_day"),
        ({"recipients": []}, "recipients"),
        ({"recipients": DAILY["recipients"] * 2}, "recipients"),
        ({"recipients": ["eve@example.com"]}, "recipients"),
        ({"format": "exe"}, "format"),
        ({"report": "win-scores", "format": "svg"}, "format"),
        ({"report": "deal-outlook"}, "parameters"),
        ({"report": "deal-outlook", "parameters": {"opportunity_id": "1"}}, "parameters"),
        ({"report": "forecast-errors", "period": "last_year"}, "parameters"),
        ({"report": "win-scores", "period": "last_year"}, "period"),
        ({"parameters": {"planet": "Mars"}}, "parameters"),
        ({"parameters": {"format": "csv"}}, "parameters"),
        ({"parameters": {"period": "2026"}, "period": "last_year"}, "period"),
    ],
)
def test_what_does_not_fit_is_told_by_its_member(told: dict[str, Any], member: str) -> None:
    assert CreateReportSchedule().validate(DAILY) == {}
    assert list(CreateReportSchedule().validate({**DAILY, **told})) == [member]


@pytest.mark.parametrize("report", sorted(REPORTS))
def test_every_report_of_the_catalogue_is_sent_as_a_table_and_what_is_drawn_as_a_picture_too(report: str) -> None:
    declared = REPORTS[report]
    asked = {name: new_id() for name, one in declared.query().fields.items() if one.required}
    plan = {**DAILY, "report": report, "parameters": asked}
    taken = {form for form in FORMATS if CreateReportSchedule().validate({**plan, "format": form}) == {}}
    assert taken == set(FORMATS if is_drawn(declared) else ("html", "xlsx", "csv"))
    assert is_tabled(declared)
    assert len(columns_of(declared)) > 1


def test_without_a_mail_server_nothing_is_set_up_and_the_status_says_so(embedded_house: House) -> None:
    with pytest.raises(rules.MailIsNotSetUp) as refused:
        embedded_house.call("admin", "create_report_schedule", request=DAILY)
    assert refused.value.code == "mail_not_set_up"
    told = embedded_house.call("admin", "get_system_status")
    assert told["mail"] == {"status": "not_set_up", "waiting": 0}
