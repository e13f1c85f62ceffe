"""What every answer must be, whatever was asked."""

from typing import Any

import requests
from schemathesis import Case, Response
from schemathesis.checks import CheckFunction, not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi import checks

PROBLEM = "application/problem+json"
RULES: list[CheckFunction] = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
]
TOLD_OF_THE_INSIDE = (
    "Traceback (most recent call last)",
    'File "/',
    "sqlalchemy",
    "psycopg2",
    "sqlite3",
    "marshmallow",
)


def faults_of(case: Case, answer: Response | requests.Response) -> list[str]:
    """What is wrong with this answer, each as one line."""
    text = text_of(answer)
    faults = [f"tells of the inside: {word}" for word in TOLD_OF_THE_INSIDE if word in text]
    try:
        case.validate_response(answer, checks=RULES)
    except FailureGroup as failures:
        faults += [_line(failure) for failure in failures.exceptions]
    return faults


def text_of(answer: Response | requests.Response) -> str:
    """The body, a file too, as far as it can be read."""
    return answer.content.decode(errors="replace")


def _line(failure: Any) -> str:
    return f"{failure.title}: " + " ".join(failure.message.split())[:400]
