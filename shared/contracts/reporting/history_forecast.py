"""What the reporting service says about the forecast from history, and about how wrong forecasts were, on the wire."""

from datetime import date

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from shared.contracts.fields import MoneyField
from shared.contracts.reporting.deals import AsOfView, DealsQuery, LearntView

READ = "reporting.history_forecast:read"
READ_ERRORS = "reporting.forecast_errors:read"

RIGHTS = {
    READ: "See what history lets one expect of the deals within reach",
    READ_ERRORS: "See how wrong forecasts of the deals within reach would have been",
}

MOST_QUARTERS = 12
RATE = {"description": "A share such as 0.6250."}
FROM_EARLIEST = validate.Range(min=date(2000, 1, 1))
BASES = ("stage", "age", "none")


class HistoryForecastQuery(DealsQuery):
    """The period that is forecast, this month without one. `on` makes it as of the beginning of a day that is past,
    from what was known then.
    """

    on = fields.Date(validate=FROM_EARLIEST)


class ForecastErrorsQuery(DealsQuery):
    """Forecasts of the last `quarters` before the day `on`, today without one; a period is not taken."""

    on = fields.Date(validate=FROM_EARLIEST)
    quarters = fields.Integer(load_default=4, validate=validate.Range(min=1, max=MOST_QUARTERS))

    @validates_schema
    def take_no_period(self, data: dict[str, object], **_: object) -> None:
        for name in ("period", "since", "until"):
            if name in data:
                raise ValidationError("Quarters are named by `on` and `quarters`.", name)


class ExpectedView(Schema):
    """`won` is what the period has brought so far, `pipeline` what the open deals are expected to bring, `new_business`
    what deals that are not there yet are. `total` is null where one of these cannot be told.
    """

    currency = fields.String()
    won = MoneyField()
    pipeline = MoneyField(allow_none=True)
    new_business = MoneyField(allow_none=True)
    total = MoneyField(allow_none=True)


class StageOutlookView(Schema):
    """The open deals of one stage. `basis` says which deals of before they are held against: those that came to this
    `stage`, by the days since; all, by their `age`; or `none`, where too few have ended. `chance` is the share of
    those of before that were won, `days_left` after how many days half of them came to an end from the beginning.
    """

    stage = fields.String(allow_none=True)
    label = fields.String(allow_none=True)
    basis = fields.String(validate=validate.OneOf(BASES))
    ended_before = fields.Integer()
    chance = fields.String(allow_none=True, metadata=RATE)
    days_to_end = fields.Integer(allow_none=True)
    count = fields.Integer()
    expected_won = fields.String(allow_none=True, metadata={"description": "How many are expected to be won in time."})
    beyond_history = fields.Integer(metadata={"description": "Older than any deal that ended; nothing is expected."})
    estimated = fields.Integer(metadata={"description": "Without a known amount; counted with the mean of won deals."})
    unvalued = fields.Integer(metadata={"description": "Without any amount to count with."})


class WindowView(Schema):
    """What deals that began in this earlier time of the same length brought within it."""

    since = fields.Date()
    until = fields.Date()
    currency = fields.String()
    amount = MoneyField()


class HistoryView(Schema):
    """The deals in sight from which all this is concluded."""

    since = fields.Date()
    won = fields.Integer()
    lost = fields.Integer()
    still_open = fields.Integer()


class HistoryForecastView(Schema):
    since = fields.Date()
    until = fields.Date()
    on = fields.Date(metadata={"description": "Nothing later was known."})
    amounts_by_currency = fields.List(fields.Nested(ExpectedView))
    stages = fields.List(fields.Nested(StageOutlookView))
    new_business_from = fields.List(fields.Nested(WindowView))
    history = fields.Nested(HistoryView)
    explanation = fields.List(fields.String())
    as_of = fields.Nested(AsOfView)
    learnt = fields.Nested(LearntView)


CASES = ("best_case", "commit", "weighted")


class CaseErrorView(Schema):
    """What open deals would have let one forecast at the beginning; null where that cannot be known."""

    case = fields.String(validate=validate.OneOf(CASES))
    forecast = MoneyField(allow_none=True)
    error = fields.String(allow_none=True, metadata=RATE)


class OpenAtBeginningView(Schema):
    """The deals that were open when the quarter began, and of how many of them what is not known of then."""

    open_count = fields.Integer()
    stage_unknown = fields.Integer()
    estimated = fields.Integer(metadata={"description": "Counted with the mean of won deals."})
    unvalued = fields.Integer(metadata={"description": "Without any amount to count with."})


class QuarterErrorView(Schema):
    """A forecast made at the beginning of a quarter, and what it brought. `naive` says what the quarter before brought,
    again. Errors are shares of what it brought, positive where the forecast was too high.
    """

    period = fields.String()
    currency = fields.String()
    forecast = MoneyField(allow_none=True)
    naive = MoneyField(allow_none=True)
    actual = MoneyField()
    error = fields.String(allow_none=True, metadata=RATE)
    naive_error = fields.String(allow_none=True, metadata=RATE)
    cases = fields.List(fields.Nested(CaseErrorView))
    open_at_beginning = fields.Nested(OpenAtBeginningView)


class CaseMeanView(Schema):
    """Over the quarters for which it is known what was said."""

    case = fields.String(validate=validate.OneOf(CASES))
    quarters = fields.Integer()
    mean_error = fields.String(allow_none=True, metadata=RATE)


class MeanErrorView(Schema):
    """Over the quarters for which both are known. `better` says whether the forecast was nearer than `naive`."""

    currency = fields.String()
    quarters = fields.Integer()
    mean_error = fields.String(allow_none=True, metadata=RATE)
    naive_mean_error = fields.String(allow_none=True, metadata=RATE)
    better = fields.Boolean(allow_none=True)
    cases = fields.List(fields.Nested(CaseMeanView))


class ForecastErrorsView(Schema):
    quarters = fields.List(fields.Nested(QuarterErrorView))
    means = fields.List(fields.Nested(MeanErrorView))
    explanation = fields.List(fields.String())
    as_of = fields.Nested(AsOfView)
    learnt = fields.Nested(LearntView)
