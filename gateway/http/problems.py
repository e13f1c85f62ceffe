"""Refusals and failures as RFC 9457 `application/problem+json`; the one table from kind to HTTP status."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

import orjson
import structlog
from flask import Flask, Response, g, request
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from gateway.http.fault_words import say_fault
from gateway.http.languages import wanted_language
from gateway.http.meanings import told_in
from gateway.http.titles import title_of
from shared.errors import Fault, Kind, Refusal, Unavailable
from shared.persistence.database import is_passing

log = structlog.get_logger()

STATUS_OF = {
    Kind.MALFORMED: 400,
    Kind.UNAUTHENTICATED: 401,
    Kind.FORBIDDEN: 403,
    Kind.NOT_FOUND: 404,
    Kind.CONFLICT: 409,
    Kind.STALE: 412,
    Kind.TOO_LARGE: 413,
    Kind.UNSUPPORTED: 415,
    Kind.RULE_BROKEN: 422,
    Kind.THROTTLED: 429,
    Kind.UNAVAILABLE: 503,
}

CODES = {400: "malformed", 404: "not_found", 405: "method_not_allowed", 413: "body_too_large", 415: "unsupported_type"}

OWN_PROBLEMS = {
    "method_not_allowed": (405, "The address is one of ours, and does not answer this method."),
    "internal_error": (500, "A defect of ours. It was recorded under the trace id and nothing else is told."),
}
"""What no refusal says: the code's status and its meaning. The other codes of `CODES` are refusals too."""

DEFAULT_RETRY_SECONDS = 2
_RESERVED = frozenset({"type", "title", "status", "detail", "instance", "code", "trace_id", "errors", "meaning"})


class PreconditionRequired(Refusal):
    """The change must name the version it is based on (`If-Match`)."""

    kind = Kind.STALE
    code = "precondition_required"


_STATUS_OF_CODE = {PreconditionRequired.code: 428}


def problem(
    status: int, code: str, detail: str = "", *, faults: Sequence[Fault] = (), extra: dict[str, Any] | None = None
) -> Response:
    """One problem as an answer; `extra` holds further members that a program can act on."""
    answer = Response(
        orjson.dumps(problem_body(status, code, detail, faults=faults, extra=extra)),
        status,
        content_type="application/problem+json",
    )
    g.problem_code = code
    answer.headers["Content-Language"] = wanted_language()
    answer.headers["Vary"] = "Accept-Language"
    return answer


def problem_body(
    status: int, code: str, detail: str = "", *, faults: Sequence[Fault] = (), extra: dict[str, Any] | None = None
) -> dict[str, Any]:
    """The members of one problem."""
    language = wanted_language()
    body: dict[str, Any] = {
        "type": f"/v1/errors/{quote(code)}",
        "title": title_of(status, language),
        "status": status,
        "detail": detail or title_of(status, language),
        "code": code,
        "trace_id": g.trace.trace_id,
        **told_in(language, code),
    }
    if faults:
        body["errors"] = [{"pointer": fault.pointer, "detail": say_fault(fault.detail, language)} for fault in faults]
    body.update({name: value for name, value in (extra or {}).items() if name not in _RESERVED})
    return body


def status_of_refusal(refusal: Refusal) -> int:
    return status_of(refusal.kind, refusal.code)


def status_of(kind: Kind, code: str) -> int:
    return _STATUS_OF_CODE.get(code) or STATUS_OF[kind]


def problem_of_refusal(refusal: Refusal) -> Response:
    status = status_of_refusal(refusal)
    answer = problem(status, refusal.code, refusal.detail, faults=refusal.faults, extra=refusal.extra)
    if status in {429, 503}:
        answer.headers["Retry-After"] = str(max(1, round(refusal.extra.get("retry_after", DEFAULT_RETRY_SECONDS))))
    if status == 401:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="tenon"'
    return answer


def problem_of_http(fault: HTTPException) -> Response:
    """Flask's and Werkzeug's own refusals."""
    status = fault.code or 500
    if status < 400:
        return Response(status=status, headers=[("Location", fault.get_response().headers["Location"])])
    answer = problem(status, CODES.get(status, f"http_{status}"), extra=None)
    if isinstance(fault, MethodNotAllowed) and fault.valid_methods:
        answer.headers["Allow"] = ", ".join(sorted(fault.valid_methods))
    return answer


def problem_of_failure(fault: Exception) -> Response:
    """A defect of ours: logged whole, told to nobody. A database that is away for the moment is no defect."""
    if isinstance(fault, PoolExhausted) or (isinstance(fault, DBAPIError) and is_passing(fault)):
        log.warning("gateway's database away", trace_id=g.trace.trace_id, reason=str(fault)[:200])
        return problem_of_refusal(Unavailable("The gateway's database is away or busy; nothing was changed."))
    log.error("request failed", trace_id=g.trace.trace_id, method=request.method, path=request.path, exc_info=fault)
    return problem(500, "internal_error", "The failure was recorded under this trace id.")


def answer_all_faults_as_problems(app: Flask) -> None:
    app.register_error_handler(Refusal, problem_of_refusal)
    app.register_error_handler(HTTPException, problem_of_http)
    app.register_error_handler(Exception, problem_of_failure)
