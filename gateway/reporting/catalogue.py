"""The catalogue of all reports, and the statements by which they are made."""

import time

import orjson
from flask import Response, g, request

from gateway.http.admission import authenticate, credential_of
from gateway.http.door import Door
from gateway.http.languages import wanted_language
from gateway.http.ports import Principal
from gateway.http.query import report_query
from shared.contracts.gateway.report_schedules import formats_of
from shared.contracts.payload import Payload, reply
from shared.contracts.reporting.catalogue import CatalogueView, Column, Report
from shared.contracts.reporting.reports import REPORTS
from shared.errors import Forbidden
from shared.signing import sign_actor


def list_reports(door: Door) -> Response:
    """Every report, whoever asks: what one may not run one may ask to be allowed."""
    principal, language = authenticate(door, request, credential_of(request)), wanted_language()
    shown = [_shown(report, _may_run(principal, report), language) for report in REPORTS.values()]
    return Response(orjson.dumps(reply(CatalogueView, {"reports": shown})), content_type="application/json")


def show_report_sql(door: Door, report: str, query: Payload) -> Response:
    """What runs when the caller asks for this report: by its right, which they must hold besides that to see this."""
    declared = REPORTS[report]
    actor = authenticate(door, request, credential_of(request)).actor_for(declared.right)
    told = door.bus.call(
        "reporting",
        "get_report_sql",
        actor_token=sign_actor(actor, door.settings.secret),
        deadline=time.time() + door.settings.deadline_seconds,
        context={"traceparent": g.trace.traceparent, "correlation_id": g.trace.trace_id},
        report=report,
        query=report_query(request.args, declared.query),
    )
    return Response(told.body, content_type="application/json")


def _may_run(principal: Principal, report: Report) -> bool:
    try:
        principal.actor_for(report.right)
    except Forbidden:
        return False
    return True


def _shown(report: Report, allowed: bool, language: str) -> Payload:
    asked = [{"name": name, "required": one.required} for name, one in report.query().fields.items()]
    measures = [*report.measures, *report.derived]
    return {
        "id": report.id,
        "title": report.title[language],
        "question": report.question[language],
        "address": report.address,
        "right": report.right,
        "allowed": allowed,
        "parameters": asked,
        "dimensions": [shown_column(column, language) for column in report.dimensions],
        "measures": [shown_column(column, language) for column in measures],
        "chart": report.chart.kind,
        "charts": report.charts,
        "mailed_as": formats_of(report.id, built=False),
    }


def shown_column(column: Column, language: str) -> Payload:
    said = {"name": column.name, "kind": str(column.kind), "title": column.title[language]}
    return said | {"picklist": column.picklist}
