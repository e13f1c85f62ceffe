"""Whatever schemathesis makes up from the description, the product answers as the description says, and never fails."""

import json
from collections import Counter

import pytest
import requests
import urllib3
from schemathesis import Case, Response

from shared.contracts.rights import PUBLIC
from tests.conftest import REPORTS, TIMES
from tests.end_to_end.generated.cases import Bounds, cases_of, is_accepted, operations_of, read_description
from tests.end_to_end.generated.house import ADMINISTRATOR, NEWCOMER, NOBODY, House
from tests.end_to_end.generated.judge import faults_of, text_of

BOUNDS = Bounds(
    accepted_boundaries=TIMES,
    refused_boundaries=2 * TIMES,
    accepted_random=TIMES,
    refused_random=TIMES - 1,
    horizon=15 * TIMES,
)
EXCLUDED = {
    "GET /v1/stream": "it never ends; what it tells and to whom has tests of its own",
}
"""Operations that are sent nothing, and why."""

_made: dict[str, list[Case]] = {}


@pytest.fixture(scope="module")
def cases(house: House) -> dict[str, list[Case]]:
    """The requests to each operation. They are the same on both profiles, as the description is."""
    if not _made:
        schema = read_description(house.world.description.document)
        for operation in operations_of(schema):
            _made[operation.label] = [] if operation.label in EXCLUDED else list(cases_of(schema, operation, BOUNDS))
    return _made


def one_of(cases: list[Case]) -> list[Case]:
    """The first, which the description lets in, or the last, which it does not; it takes turns."""
    return cases[:1] if len(str(cases[:1])) % 2 else cases[-1:]


def told(case: Case, answer: Response, faults: list[str]) -> list[str]:
    asked = f"{answer.request.method} {answer.request.url} {answer.request.body!r:.500}"
    return [
        f"{case.operation.label}: {fault}; {answer.status_code} {text_of(answer)[:300]} to {asked}" for fault in faults
    ]


def test_what_is_excluded_is_there(cases: dict[str, list[Case]]) -> None:
    assert EXCLUDED.keys() <= cases.keys()
    assert all(cases[label] for label in cases.keys() - EXCLUDED.keys())
    assert {is_accepted(case) for several in cases.values() for case in several} == {True, False}


def test_nobody_gets_in_whatever_they_send(house: House, cases: dict[str, list[Case]]) -> None:
    faults: list[str] = []
    for label, several in cases.items():
        for case in one_of(several):
            answer = house.send(case, NOBODY)
            faults += told(case, answer, faults_of(case, answer))
            if house.right(label) != PUBLIC and answer.status_code not in (401, 404):
                faults += told(case, answer, ["is no refusal of somebody unknown"])
    assert faults == []


def test_whoever_has_no_right_does_nothing_whatever_they_send(house: House, cases: dict[str, list[Case]]) -> None:
    faults: list[str] = []
    for label, several in cases.items():
        for case in one_of(several):
            answer = house.send(case, NEWCOMER)
            faults += told(case, answer, faults_of(case, answer))
            if ":" in house.right(label) and answer.status_code < 400:
                faults += told(case, answer, ["was done without a right"])
    assert faults == []


def test_whatever_an_administrator_sends_is_answered_as_described(house: House, cases: dict[str, list[Case]]) -> None:
    """What the description forbids is refused; what it allows is done, or refused for what the records say."""
    faults: list[str] = []
    seen: Counter[str] = Counter()
    profile = house.world.findings.profile
    for several in cases.values():
        for case in several:
            answer = house.send(case, ADMINISTRATOR)
            seen[f"{'as described' if is_accepted(case) else 'as not described'}, {answer.status_code}"] += 1
            faults += told(case, answer, faults_of(case, answer))
    done = sum(count for what, count in seen.items() if what.startswith("as described, 2"))
    line = (
        f"generated requests, {profile}: {seen.total()} to {len(cases)} operations, {done} done, {len(faults)} faults"
    )
    REPORTS.mkdir(parents=True, exist_ok=True)
    report = json.dumps({"line": line, "answers": seen, "faults": faults}, indent=1, sort_keys=True)
    (REPORTS / f"generated-{profile}.json").write_text(report, encoding="utf-8")
    assert faults == []
    assert done >= len(cases) // 4


@pytest.mark.parametrize(
    ("status", "media", "body", "fault"),
    [
        (500, "application/problem+json", "{}", "Server error"),
        (418, "application/problem+json", "{}", "Undocumented status code"),
        (200, "text/html", "<p>", "Undocumented Content-Type"),
        (200, "application/json", '{"data": 7, "next": null, "prev": null}', "Response violates schema"),
        (200, "application/json", '{"data": []}', "Response violates schema"),
        (400, "application/problem+json", "Traceback (most recent call last)", "tells of the inside"),
    ],
)
def test_an_answer_that_is_wrong_is_seen(
    cases: dict[str, list[Case]], status: int, media: str, body: str, fault: str
) -> None:
    [case] = cases["GET /v1/leads"][:1]
    assert any(line.startswith(fault) for line in faults_of(case, made_up(case, status, media, body)))


def test_what_should_have_been_refused_and_was_not_is_seen(cases: dict[str, list[Case]]) -> None:
    case = next(case for case in reversed(cases["POST /v1/leads"]) if not is_accepted(case))
    answer = made_up(case, 201, "application/json", '{"name": "Ada"}')
    assert any("should have been rejected" in line for line in faults_of(case, answer))


def made_up(case: Case, status: int, media: str, body: str) -> requests.Response:
    """An answer that nobody has given."""
    answer = requests.Response()
    answer.status_code, answer.headers["Content-Type"] = status, media
    answer._content, answer.encoding = body.encode(), "utf-8"
    answer.request = requests.Request(case.method, "http://127.0.0.1/").prepare()
    answer.raw = urllib3.HTTPResponse(headers={"Content-Type": media})
    answer.url = "http://127.0.0.1/"
    return answer
