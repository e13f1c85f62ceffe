"""Problems on deals: what is kept of them, what is told, and who may say what when."""

from typing import Any

import pytest

from services.sales.opportunities.rules import OpportunityCannotDoThis
from services.sales.problems import rules
from services.sales.problems.rules import ProblemStatus
from shared.actor import Reach
from shared.clock import today
from shared.contracts.sales import problems as contract
from shared.errors import Forbidden, Malformed, NotFound
from shared.ids import new_id
from tests.sales.desk import Desk, Office


def deal_of(desk: Desk, stage: str = "prospecting") -> str:
    return str(desk.open_opportunity(request={"name": "Mill", "stage": stage, "amount": "10.00"})["id"])


def told(office: Office, deal: str) -> list[tuple[str, Any]]:
    """The events about the problems on a deal, with what they say."""
    events = [one for one in office.events(deal) if ".problem_" in one.type]
    return [(one.type.split(".")[3], one.data) for one in events]


def shown(desk: Desk, deal: str) -> list[Any]:
    return list(desk.list_problems(opportunity_id=deal, query={})["data"])


def test_a_problem_keeps_the_stage_and_the_day_in_which_it_occurred(office_anywhere: Office) -> None:
    nils = office_anywhere("nils")
    deal = deal_of(nils)
    problem = nils.report_problem(opportunity_id=deal, request={"type": "price", "note": "Too dear"})
    assert (problem["stage"], problem["occurred_on"], problem["status"]) == ("prospecting", str(today()), "open")
    assert (problem["type"], problem["note"], problem["author"]["name"]) == ("price", "Too dear", "Nils")
    nils.advance_opportunity(opportunity_id=deal, request={"stage": "proposal"})
    later = nils.report_problem(opportunity_id=deal, request={"type": "price"})
    resolved = nils.resolve_problem(
        opportunity_id=deal, problem_id=problem["id"], request={"resolution": " A discount "}
    )
    assert (resolved["status"], resolved["resolution"]) == ("resolved", "A discount")
    assert resolved["resolved_at"] is not None
    assert [(one["id"], one["stage"]) for one in shown(nils, deal)] == [
        (later["id"], "proposal"),
        (problem["id"], "prospecting"),
    ]


def test_each_step_is_told_once_with_where_and_when_the_problem_occurred(office_anywhere: Office) -> None:
    nils = office_anywhere("nils")
    deal = deal_of(nils, "engaging")
    problem = nils.report_problem(opportunity_id=deal, request={"type": "budget", "note": "None"})["id"]
    nils.advance_opportunity(opportunity_id=deal, request={"stage": "proposal"})
    nils.resolve_problem(opportunity_id=deal, problem_id=problem, request={"resolution": "Found"})
    nils.withdraw_problem(opportunity_id=deal, problem_id=problem)
    events = told(office_anywhere, deal)
    assert [name for name, _ in events] == ["problem_reported", "problem_resolved", "problem_withdrawn"]
    for _, data in events:
        same = tuple(data[f"problem_{name}"] for name in ("id", "type", "stage", "occurred_on"))
        assert same == (problem, "budget", "engaging", str(today()))
    assert [data["stage"] for _, data in events] == ["engaging", "proposal", "proposal"]
    assert [data["record_version"] for _, data in events] == [2, 4, 5]
    assert events[1][1]["changes"] == {
        "problem_status": {"before": "open", "after": "resolved"},
        "resolution": {"before": None, "after": "Found"},
    }
    assert events[2][1]["changes"]["problem_note"] == {"before": "None", "after": None}
    assert shown(nils, deal) == []


def test_a_problem_is_resolved_once_and_what_is_withdrawn_is_gone(office: Office) -> None:
    nils = office("nils")
    deal = deal_of(nils)
    kept, mistake = (nils.report_problem(opportunity_id=deal, request={"type": "price"})["id"] for _ in range(2))
    nils.resolve_problem(opportunity_id=deal, problem_id=kept, request={"resolution": "Done"})
    with pytest.raises(rules.ProblemIsResolved):
        nils.resolve_problem(opportunity_id=deal, problem_id=kept, request={"resolution": "Again"})
    nils.withdraw_problem(opportunity_id=deal, problem_id=mistake)
    with pytest.raises(NotFound):
        nils.withdraw_problem(opportunity_id=deal, problem_id=mistake)
    with pytest.raises(NotFound):
        nils.resolve_problem(opportunity_id=deal, problem_id=mistake, request={"resolution": "Late"})
    assert [(one["id"], one["resolution"]) for one in shown(nils, deal)] == [(kept, "Done")]
    assert len(told(office, deal)) == 4


@pytest.mark.parametrize(
    "request_",
    [
        {},
        {"type": ""},
        {"type": 7},
        {"type": "x" * 101},
        {"type": "price", "note": "x" * 2001},
        {"type": "price", "stage": "proposal"},
        {"type": "price", "occurred_on": "2020-01-01"},
        {"type": "price", "status": "resolved"},
    ],
)
def test_nobody_says_another_stage_day_or_state_than_that_of_the_deal(office: Office, request_: Any) -> None:
    nils = office("nils")
    deal = deal_of(nils)
    with pytest.raises(Malformed):
        nils.report_problem(opportunity_id=deal, request=request_)
    assert told(office, deal) == []


@pytest.mark.parametrize("resolution", [None, "", " \n", 7, "x" * 2001])
def test_a_problem_is_resolved_by_saying_how(office: Office, resolution: Any) -> None:
    nils = office("nils")
    deal = deal_of(nils)
    problem = nils.report_problem(opportunity_id=deal, request={"type": "price"})["id"]
    with pytest.raises(Malformed):
        nils.resolve_problem(opportunity_id=deal, problem_id=problem, request={"resolution": resolution})
    assert shown(nils, deal)[0]["status"] == "open"


def test_the_problems_on_a_closed_deal_stay_as_they_were(office: Office) -> None:
    nils = office("nils")
    deal = deal_of(nils)
    problem = nils.report_problem(opportunity_id=deal, request={"type": "price"})["id"]
    nils.lose_opportunity(opportunity_id=deal, request={"reason": "price"})
    for call in (
        lambda: nils.report_problem(opportunity_id=deal, request={"type": "price"}),
        lambda: nils.resolve_problem(opportunity_id=deal, problem_id=problem, request={"resolution": "Late"}),
        lambda: nils.withdraw_problem(opportunity_id=deal, problem_id=problem),
    ):
        with pytest.raises(OpportunityCannotDoThis):
            call()
    assert [one["status"] for one in shown(nils, deal)] == ["open"]


def test_a_problem_is_reached_through_its_own_deal_by_those_who_may_edit_that(office: Office) -> None:
    nils, sara = office("nils"), office("sara")
    deal, other = deal_of(nils), deal_of(nils)
    problem = nils.report_problem(opportunity_id=deal, request={"type": "price"})["id"]
    reader = office("nina").seeing(Reach.ALL)
    for who, of, refusal in ((sara, deal, NotFound), (nils, other, NotFound), (reader, deal, Forbidden)):
        with pytest.raises(refusal):
            who.resolve_problem(opportunity_id=of, problem_id=problem, request={"resolution": "Mine"})
        with pytest.raises(refusal):
            who.withdraw_problem(opportunity_id=of, problem_id=problem)
    for who, refusal in ((sara, NotFound), (reader, Forbidden)):
        with pytest.raises(refusal):
            who.report_problem(opportunity_id=deal, request={"type": "price"})
    with pytest.raises(NotFound):
        sara.list_problems(opportunity_id=deal, query={})
    assert [(one["id"], one["status"]) for one in shown(nils, deal)] == [(problem, "open")]
    assert len(told(office, deal)) == 1


def test_repeating_a_request_reports_one_problem(office: Office) -> None:
    nils, key = office("nils"), new_id()
    deal = deal_of(nils)
    first, second = (nils.keyed(key).report_problem(opportunity_id=deal, request={"type": "price"}) for _ in range(2))
    assert first == second
    assert len(shown(nils, deal)) == len(told(office, deal)) == 1


def test_a_deal_has_only_so_many_problems_and_they_are_listed_page_by_page(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contract, "MOST_PROBLEMS", 3)
    nils = office("nils")
    deal = deal_of(nils)
    ids = [nils.report_problem(opportunity_id=deal, request={"type": "price"})["id"] for _ in range(3)]
    with pytest.raises(rules.TooManyProblems):
        nils.report_problem(opportunity_id=deal, request={"type": "price"})
    page = nils.list_problems(opportunity_id=deal, query={"limit": 2})
    rest = nils.list_problems(opportunity_id=deal, query={"limit": 2, "before": page["next"]})
    assert [one["id"] for one in (*page["data"], *rest["data"])] == ids[::-1]
    assert rest["next"] is None


@pytest.mark.parametrize("status", list(ProblemStatus))
def test_only_an_open_problem_may_be_resolved(status: ProblemStatus) -> None:
    if status is ProblemStatus.OPEN:
        rules.ensure_unresolved(status)
        return
    with pytest.raises(rules.ProblemIsResolved):
        rules.ensure_unresolved(status)
