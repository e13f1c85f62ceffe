"""The rules of requests, each by itself."""

from datetime import UTC, datetime, timedelta

import pytest

from services.service_desk.requests import rules
from services.service_desk.requests.rules import RequestStatus

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
VERBS = sorted(rules.TRANSITIONS)


@pytest.mark.parametrize(("verb", "status"), [(verb, status) for verb in VERBS for status in RequestStatus])
def test_a_verb_leads_where_the_table_says_and_nowhere_else(verb: str, status: RequestStatus) -> None:
    expected = rules.TRANSITIONS[verb].get(status)
    if expected is not None:
        assert rules.next_status(verb, status) is expected
        return
    with pytest.raises(rules.RequestCannotDoThis) as refused:
        rules.next_status(verb, status)
    assert refused.value.extra == {"status": status.value}


@pytest.mark.parametrize(
    ("verb", "allowed"),
    [
        ("claim", {"new", "reopened"}),
        ("release", {"claimed", "in_progress"}),
        ("start", {"claimed"}),
        ("solve", {"claimed", "in_progress"}),
        ("confirm", {"solved"}),
        ("close", {"solved", "confirmed"}),
        ("reopen", {"solved", "confirmed", "closed"}),
    ],
)
def test_these_states_know_the_verb(verb: str, allowed: set[str]) -> None:
    assert {str(status) for status in rules.TRANSITIONS[verb]} == allowed


@pytest.mark.parametrize(("severity", "hours"), [("low", 72), ("normal", 24), ("high", 8), ("critical", 2)])
def test_the_severity_sets_the_deadline(severity: str, hours: int) -> None:
    assert rules.deadline(rules.hours_to_solve(severity, {}), NOON) == NOON + timedelta(hours=hours)


def test_what_the_customer_was_promised_goes_before_what_is_usual() -> None:
    assert [rules.hours_to_solve(severity, {"high": 3}) for severity in ("high", "normal")] == [3, 24]


@pytest.mark.parametrize(("level", "rises"), [(1, True), (2, True), (3, False)])
def test_a_request_rises_again_after_half_its_time_up_to_the_highest_level(level: int, rises: bool) -> None:
    assert rules.next_escalation(level, 8, NOON) == (NOON + timedelta(hours=4) if rises else None)


@pytest.mark.parametrize(
    ("needed", "skills", "qualified"),
    [(None, set(), True), ("gas", {"gas"}, True), ("gas", {"water"}, False), ("gas", set(), False)],
)
def test_a_needed_skill_must_be_there(needed: str | None, skills: set[str], qualified: bool) -> None:
    if qualified:
        rules.ensure_qualified(needed, frozenset(skills))
    else:
        with pytest.raises(rules.AgentLacksSkill):
            rules.ensure_qualified(needed, frozenset(skills))
    assert rules.has_skill(needed, frozenset(skills)) is qualified


@pytest.mark.parametrize("name", [None, "", "   "])
def test_a_request_without_customer_and_name_is_refused(name: str | None) -> None:
    with pytest.raises(rules.CustomerIsMissing):
        rules.ensure_customer(None, name)


@pytest.mark.parametrize(
    ("text", "subject"),
    [("Boiler cold\nsince Monday", "Boiler cold"), ("\n  Leak  ", "Leak"), ("x" * 300, "x" * 119 + "…")],
)
def test_a_subject_is_made_from_the_first_line(text: str, subject: str) -> None:
    assert rules.subject_of(text) == subject


@pytest.mark.parametrize("status", ["solved", "confirmed", "closed"])
def test_a_request_that_is_done_is_not_edited(status: str) -> None:
    with pytest.raises(rules.RequestIsDone):
        rules.ensure_open(RequestStatus(status))
