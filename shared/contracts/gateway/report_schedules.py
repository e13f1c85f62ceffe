"""What is said on the wire about scheduled reports: a report sent by mail at set times, to each as they may see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from shared.contracts.events import Changes, Event
from shared.contracts.fields import IdField, NewIdField, PersonRef, RecordView, StrictSchema
from shared.contracts.listing import FieldKind, Listing
from shared.contracts.reporting.built_reports import RunQuery
from shared.contracts.reporting.dashboards import asked_of
from shared.contracts.reporting.own_views import is_drawn
from shared.contracts.reporting.reports import REPORTS
from shared.time_zones import time_zones

READ = "gateway.report_schedule:read"
CREATE = "gateway.report_schedule:create"
CHANGE = "gateway.report_schedule:change"
SEND = "gateway.report_schedule:send"
REMOVE = "gateway.report_schedule:remove"

RIGHTS = {
    READ: "See which reports are sent by mail, to whom, and what became of each mail",
    CREATE: "Have reports sent by mail at set times; each recipient gets what they may see themselves",
    CHANGE: "Change, pause and resume one's own scheduled reports",
    SEND: "Have one's own scheduled reports sent at once",
    REMOVE: "Remove one's own scheduled reports",
}

HTML = "html"
FORMATS = (HTML, "xlsx", "csv", "docx", "svg")
"""`html` is a table in the mail itself; the others are attached."""
TABLES = (HTML, "xlsx", "csv")
RHYTHMS = ("daily", "weekly", "monthly")
PERIODS = (
    "yesterday", "last_week", "this_month", "last_month", "this_quarter", "last_quarter", "this_year", "last_year",
)  # fmt: skip
STATES = ("active", "paused")
OUTCOMES = ("waiting", "sent", "withheld", "failed", "uncertain")
CAUSES = ("rhythm", "asked")
MOST_SCHEDULES = 100
MOST_RECIPIENTS = 50
MOST_PARAMETERS = 20

_TITLE = (validate.Length(min=1, max=200), validate.Regexp(r"^[^\x00-\x1f\x7f]*\S[^\x00-\x1f\x7f]*\Z"))
"""The subject of the mail: one line, without signs that end one."""
_TIME = validate.Regexp(r"^([01][0-9]|2[0-3]):[0-5][0-9]\Z")
ANY_PERIOD = "2026-01"
"""Stands for the one that is reckoned when the report is sent."""
_NAMED_PERIOD = {"period", "since", "until"}


def formats_of(report: str | None, built: bool) -> tuple[str, ...]:
    """In which forms a report of the catalogue, a built one or else a dashboard is sent. Those that cannot be drawn are
    tables.
    """
    if built:
        return TABLES
    if report is None:
        return (HTML,)
    return FORMATS if is_drawn(REPORTS[report]) else TABLES


def _known_time_zone(name: str) -> None:
    if name not in time_zones():
        raise ValidationError("Not a time zone of the IANA database, such as Europe/Berlin.")


def _different(recipients: list[str]) -> None:
    if len(set(recipients)) != len(recipients):
        raise ValidationError("Somebody is named twice.")


class _Rhythm(StrictSchema):
    """At `time` of the clocks in `time_zone`: each day, on a `weekday` (1 is Monday) of each week, or on a `month_day`
    of each month, which is its last day where the month is shorter. `period` is what the report is asked for, reckoned
    from the day on which it is sent.
    """

    title = fields.String(validate=_TITLE)
    parameters = fields.Dict(
        keys=fields.String(validate=validate.Length(max=40)),
        values=fields.String(validate=validate.Length(max=1000)),
        validate=validate.Length(max=MOST_PARAMETERS),
    )
    period = fields.String(allow_none=True, validate=validate.OneOf(PERIODS))
    format = fields.String(validate=validate.OneOf(FORMATS))
    rhythm = fields.String(validate=validate.OneOf(RHYTHMS))
    weekday = fields.Integer(strict=True, allow_none=True, validate=validate.Range(1, 7))
    month_day = fields.Integer(strict=True, allow_none=True, validate=validate.Range(1, 31))
    time = fields.String(validate=_TIME)
    time_zone = fields.String(validate=_known_time_zone)
    recipients = fields.List(IdField(), validate=(validate.Length(min=1, max=MOST_RECIPIENTS), _different))


def faults_of_plan(told: Mapping[str, Any]) -> dict[str, Any]:
    """What does not fit together in a whole schedule, by member; nothing where all of it does."""
    faults: dict[str, Any] = {}
    sources = [name for name in ("report", "built_report_id", "dashboard_id") if told.get(name) is not None]
    if len(sources) != 1:
        return {"report": ["Name one: a report of the catalogue, one that somebody built, or a dashboard."]}
    if told["format"] not in (offered := formats_of(told.get("report"), sources[0] == "built_report_id")):
        faults["format"] = [f"This is sent as {', '.join(offered)}."]
    for name, rhythm in (("weekday", "weekly"), ("month_day", "monthly")):
        if (told.get(name) is not None) != (told["rhythm"] == rhythm):
            faults[name] = [f"It is there for what is sent {rhythm}, and only then."]
    return faults | _faults_of_question(told)


def _faults_of_question(told: Mapping[str, Any]) -> dict[str, Any]:
    """What the report itself would say to these parameters."""
    parameters, period = told.get("parameters") or {}, told.get("period")
    if told.get("dashboard_id") is not None:
        asked = bool(parameters) or period is not None
        return {"parameters": ["Each report on a dashboard has parameters of its own."]} if asked else {}
    query = REPORTS[told["report"]].query if told.get("report") is not None else RunQuery
    if {"format", "cursor", "limit"} & parameters.keys():
        return {"parameters": ["What is sent has all rows, and its own format."]}
    if period is not None and (_NAMED_PERIOD & parameters.keys() or "period" not in query().fields):
        return {"period": ["The report takes no period, or its parameters name one already."]}
    example = {} if period is None else {"period": ANY_PERIOD}
    faults = query().validate(asked_of(query, {**parameters, **example}))
    return {"parameters": faults} if faults else {}


class CreateReportSchedule(_Rhythm):
    id = NewIdField()
    title = fields.String(required=True, validate=_TITLE)
    report = fields.String(validate=validate.OneOf(list(REPORTS)))
    built_report_id = IdField()
    dashboard_id = IdField()
    parameters = fields.Dict(
        keys=fields.String(validate=validate.Length(max=40)),
        values=fields.String(validate=validate.Length(max=1000)),
        load_default=dict,
        validate=validate.Length(max=MOST_PARAMETERS),
    )
    format = fields.String(load_default=HTML, validate=validate.OneOf(FORMATS))
    rhythm = fields.String(required=True, validate=validate.OneOf(RHYTHMS))
    time = fields.String(required=True, validate=_TIME)
    time_zone = fields.String(required=True, validate=_known_time_zone)
    recipients = fields.List(
        IdField(), required=True, validate=(validate.Length(min=1, max=MOST_RECIPIENTS), _different)
    )

    @validates_schema
    def fit_together(self, data: dict[str, Any], **_: Any) -> None:
        faults = faults_of_plan(data)
        if faults:
            raise ValidationError(faults)


class ChangeReportSchedule(_Rhythm):
    """What it is a schedule of stays; recipients and parameters are given anew, all of them."""


class ReportScheduleView(RecordView):
    title = fields.String()
    report = fields.String(allow_none=True)
    built_report_id = IdField(allow_none=True)
    dashboard_id = IdField(allow_none=True)
    parameters = fields.Dict(keys=fields.String(), values=fields.String())
    period = fields.String(allow_none=True)
    format = fields.String(validate=validate.OneOf(FORMATS))
    rhythm = fields.String(validate=validate.OneOf(RHYTHMS))
    weekday = fields.Integer(allow_none=True)
    month_day = fields.Integer(allow_none=True)
    time = fields.String()
    time_zone = fields.String()
    recipients = fields.List(IdField())
    status = fields.String(validate=validate.OneOf(STATES))
    paused_because = fields.String(allow_none=True, metadata={"description": "Why it was paused by itself."})
    next_at = fields.AwareDateTime(format="iso", allow_none=True)
    made_by = fields.Nested(PersonRef)


class ReportRunView(RecordView):
    """One mail to one person. `withheld` is what the person may not see; `error` says by which code and why.
    `uncertain` is what the mail server may have taken without the answer being heard: it is not sent a second time.
    """

    report_schedule_id = IdField()
    due_at = fields.AwareDateTime(format="iso")
    cause = fields.String(validate=validate.OneOf(CAUSES))
    recipient = fields.Nested(PersonRef)
    state = fields.String(validate=validate.OneOf(OUTCOMES))
    attempts = fields.Integer()
    next_try_at = fields.AwareDateTime(format="iso", allow_none=True)
    sent_at = fields.AwareDateTime(format="iso", allow_none=True)
    error = fields.String(allow_none=True)
    detail = fields.String(allow_none=True)
    message_id = fields.String(metadata={"description": "That of the mail, the same in each try."})


class SentNowView(Schema):
    """The mails that are on their way by now."""

    due_at = fields.AwareDateTime(format="iso")
    runs = fields.List(fields.Nested(ReportRunView))


LISTING = Listing(
    noun="report-schedules",
    view=ReportScheduleView,
    fields={
        "id": FieldKind.ID,
        "title": FieldKind.TEXT,
        "report": FieldKind.TEXT,
        "status": FieldKind.CHOICE,
        "next_at": FieldKind.TIME,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("created_at", "updated_at", "title"),
)

RUNS = Listing(
    noun="report-runs",
    view=ReportRunView,
    fields={
        "id": FieldKind.ID,
        "state": FieldKind.CHOICE,
        "due_at": FieldKind.TIME,
        "recipient_id": FieldKind.ID,
        "created_at": FieldKind.TIME,
    },
    sorts=("created_at",),
)


@dataclass(frozen=True)
class ReportScheduleEvent(Event):
    """The schedule as it is now, and what changed."""

    report_schedule_id: str
    title: str
    report: str | None
    built_report_id: str | None
    dashboard_id: str | None
    format: str
    recipients: list[str]
    status: str
    changes: Changes


class ReportScheduleCreated(ReportScheduleEvent):
    type: ClassVar[str] = "gateway.report_schedule.created"


class ReportScheduleChanged(ReportScheduleEvent):
    type: ClassVar[str] = "gateway.report_schedule.changed"


class ReportSchedulePaused(ReportScheduleEvent):
    """By its owner, or by itself because its owner may not have reports sent any more."""

    type: ClassVar[str] = "gateway.report_schedule.paused"


class ReportScheduleResumed(ReportScheduleEvent):
    type: ClassVar[str] = "gateway.report_schedule.resumed"


class ReportScheduleRemoved(ReportScheduleEvent):
    type: ClassVar[str] = "gateway.report_schedule.removed"


class ReportScheduleSent(ReportScheduleEvent):
    """Its owner had it sent at once, beside its times."""

    type: ClassVar[str] = "gateway.report_schedule.sent"
