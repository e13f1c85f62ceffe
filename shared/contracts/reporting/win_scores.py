"""What the reporting service says about how likely open deals are to be won on the wire, and how far that can be
trusted.
"""

from marshmallow import Schema, fields, validate

from shared.contracts.fields import IdField, MoneyField, NamedRef, StrictSchema
from shared.contracts.reporting.deals import AsOfView, LearntView, ReportedDealView

READ = "reporting.win_scores:read"
READ_OUTLOOK = "reporting.deal_outlook:read"

RIGHTS = {
    READ: "See how likely the deals within reach are to be won, by which factors, and how far that can be trusted",
    READ_OUTLOOK: "See for a deal within reach how long it stands where, and what history says of it",
}

FACTORS = ("age", "seller", "product", "sector", "channel")
JUDGEMENTS = ("closed", "no_history", "beyond_history", "likely", "open", "unlikely")
SHARE = {"description": "A share such as 0.6250."}


class WinScoresQuery(StrictSchema):
    """One open deal by `opportunity_id`, or all, the newest first; `cursor` is `next` of the page before."""

    opportunity_id = IdField()
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=200))
    cursor = fields.String(load_default="0", validate=validate.Regexp(r"^[0-9]{1,7}\Z"))


class FactorView(Schema):
    """`effect` is by how much the logarithm of the odds rises (or falls) with this value, from `deals` that had it.
    Sellers and products are named by their ids.
    """

    factor = fields.String(validate=validate.OneOf(FACTORS))
    value = fields.String(allow_none=True)
    effect = fields.String()
    deals = fields.Integer()


class WinScoreView(Schema):
    """`score` is the share of deals like this to be won; where factors tell no more than the base rate, that."""

    opportunity_id = IdField()
    number = fields.String()
    name = fields.String()
    score = fields.String(metadata=SHARE)
    by_factors = fields.String(metadata=SHARE)
    factors = fields.List(fields.Nested(FactorView))


class BinView(Schema):
    """Deals with like scores: what they said on average, and the share that was won."""

    deals = fields.Integer()
    said = fields.String(metadata=SHARE)
    won = fields.String(metadata=SHARE)


class AccuracyView(Schema):
    """On deals that were open at the beginning of each of the last quarters, scored from what was known then, and have
    ended since. `auc` is the share of pairs of a won and a lost deal of which the won one has the higher score: 0.5 is
    chance. `better` says whether the scores are nearer to what happened than the base rate by log loss.
    """

    deals = fields.Integer()
    log_loss = fields.String(allow_none=True)
    base_log_loss = fields.String(allow_none=True)
    auc = fields.String(allow_none=True)
    better = fields.Boolean()
    calibration = fields.List(fields.Nested(BinView))
    says = fields.String()


class WinScoresView(Schema):
    base_rate = fields.String(allow_none=True, metadata=SHARE)
    learnt_from = fields.Integer(metadata={"description": "Deals in sight that have ended, the latest of them."})
    learnt_until = fields.Date(allow_none=True)
    accuracy = fields.Nested(AccuracyView)
    rows = fields.List(fields.Nested(WinScoreView))
    next = fields.String(allow_none=True)
    as_of = fields.Nested(AsOfView)
    learnt = fields.Nested(LearntView)


class DealOutlookQuery(StrictSchema):
    """The deal by its id."""

    opportunity_id = IdField(required=True)


class WonAmountView(Schema):
    currency = fields.String()
    amount = MoneyField()


class PastOfCustomerView(Schema):
    """The deals with the same customer in sight that have ended, and the latest of them."""

    customer = fields.Nested(NamedRef)
    won = fields.Integer()
    lost = fields.Integer()
    win_rate = fields.String(allow_none=True, metadata=SHARE)
    won_amounts = fields.List(fields.Nested(WonAmountView))
    latest = fields.List(fields.Nested(ReportedDealView))


class DealOutlookView(Schema):
    """`chance` is the share to be won of deals of before that had come as far, `expected_days_left` after how many days
    half of them had come to an end. `basis` says which they are: those that came to the `stage`, all by their `age`,
    or `none`. The seller's or the stage's own `probability` stands beside it.
    """

    opportunity_id = IdField()
    number = fields.String()
    name = fields.String()
    status = fields.String()
    stage = fields.String()
    stage_label = fields.String()
    stage_entered_at = fields.AwareDateTime(format="iso", allow_none=True)
    days_in_stage = fields.Integer(allow_none=True)
    age_days = fields.Integer()
    probability = fields.Integer()
    basis = fields.String()
    ended_before = fields.Integer()
    chance = fields.String(allow_none=True, metadata=SHARE)
    expected_days_left = fields.Integer(allow_none=True)
    judgement = fields.String(validate=validate.OneOf(JUDGEMENTS))
    past_of_customer = fields.Nested(PastOfCustomerView, allow_none=True)
    as_of = fields.Nested(AsOfView)
    learnt = fields.Nested(LearntView)
