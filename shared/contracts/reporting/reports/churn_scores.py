"""Churn scores: who of the customers who order is not to order again."""

from marshmallow import fields, validate

from shared.contracts.reporting.catalogue import Chart, Column, Kind, Report, ReportQuery
from shared.contracts.reporting.columns import CUSTOMER, CUSTOMER_ID
from shared.contracts.reporting.orders import LISTING


class ChurnScoresQuery(ReportQuery):
    """Customers who ordered within the 365 days before the end of the period, today without one, as they stood then.
    A score is the chance that such a customer does not order within `horizon_days` after it. It is learnt from how
    those in the part asked about stood at days of the past, and whether they ordered again in time.
    """

    horizon_days = fields.Integer(load_default=90, validate=validate.Range(min=7, max=365))


ORDERS = Column("count", Kind.COUNT, {"en": "Orders in 365 days", "zh": "365天内订单数"})
SCORE = Column("score", Kind.RATE, {"en": "Chance not to order again", "zh": "流失概率"})
BY_FACTORS = Column("by_factors", Kind.RATE, {"en": "Chance by the factors alone", "zh": "仅按因素的概率"})
RAISED_BY = Column("raised_by", Kind.TEXT, {"en": "Raised most by", "zh": "主要升高因素"})
LOWERED_BY = Column("lowered_by", Kind.TEXT, {"en": "Lowered most by", "zh": "主要降低因素"})
LAST_ORDER = Column("days_since_order", Kind.COUNT, {"en": "Days since the last order", "zh": "距上次下单天数"})
INTERVAL = Column("usual_interval", Kind.DAYS, {"en": "Days between orders, on average", "zh": "平均下单间隔天数"})
VALUE = Column("value_ratio", Kind.RATE, {"en": "Last order against those before", "zh": "最近订单与此前均值之比"})
REQUESTS = Column("requests", Kind.COUNT, {"en": "Service requests in 180 days", "zh": "180天内服务请求"})
LOST = Column("lost_deals", Kind.COUNT, {"en": "Deals lost in 180 days", "zh": "180天内丢失商机"})
CONTACT = Column("days_since_contact", Kind.COUNT, {"en": "Days since the last activity", "zh": "距上次活动天数"})
EFFECTS = (
    Column("effect_of_recency", Kind.RATE, {"en": "Effect of days since the last order", "zh": "距上次下单天数的影响"}),
    Column("effect_of_rhythm", Kind.RATE, {"en": "Effect of these against the interval", "zh": "与平均间隔相比的影响"}),
    Column("effect_of_frequency", Kind.RATE, {"en": "Effect of the number of orders", "zh": "订单数量的影响"}),
    Column("effect_of_value", Kind.RATE, {"en": "Effect of the last order's value", "zh": "最近订单金额的影响"}),
    Column("effect_of_requests", Kind.RATE, {"en": "Effect of service requests", "zh": "服务请求的影响"}),
    Column("effect_of_lost_deals", Kind.RATE, {"en": "Effect of lost deals", "zh": "丢失商机的影响"}),
    Column("effect_of_contact", Kind.RATE, {"en": "Effect of the last activity", "zh": "上次活动的影响"}),
)
"""By how much the logarithm of the odds is higher than on average with what is so of this customer; below if lower."""
CONCLUDED = (
    Column("on", Kind.DAY, {"en": "As of the end of", "zh": "截至日期"}),
    Column("horizon_days", Kind.COUNT, {"en": "Horizon in days", "zh": "预测天数"}),
    Column("basis", Kind.TEXT, {"en": "Scored by factors, base_rate or none", "zh": "评分依据"}),
    Column("base_rate", Kind.RATE, {"en": "Share that did not order again", "zh": "基准流失率"}),
    Column("learnt_from", Kind.COUNT, {"en": "Learnt from so many cases", "zh": "学习样本数"}),
    Column("held_out", Kind.COUNT, {"en": "Measured on so many cases", "zh": "检验样本数"}),
    Column("held_out_gone", Kind.COUNT, {"en": "Of these not ordered again", "zh": "其中流失数"}),
    Column("auc", Kind.RATE, {"en": "Area under the curve", "zh": "AUC"}),
    Column("brier", Kind.RATE, {"en": "Brier score", "zh": "Brier 分数"}),
    Column("base_brier", Kind.RATE, {"en": "Brier score of the base rate", "zh": "基准率的 Brier 分数"}),
    Column("says", Kind.TEXT, {"en": "How far to trust it", "zh": "可信程度"}),
)

REPORT = Report(
    id="churn-scores",
    title={"en": "Churn scores", "zh": "客户流失评分"},
    question={
        "en": "Which customers are likely not to order again, by which factors, and how far can that be trusted?",
        "zh": "哪些客户可能不再下单、由哪些因素决定、可信度如何？",
    },
    query=ChurnScoresQuery,
    dimensions=(CUSTOMER_ID,),
    labels=(CUSTOMER,),
    measures=(ORDERS,),
    derived=(
        SCORE,
        BY_FACTORS,
        RAISED_BY,
        LOWERED_BY,
        LAST_ORDER,
        INTERVAL,
        VALUE,
        REQUESTS,
        LOST,
        CONTACT,
        *EFFECTS,
    ),
    concluded=CONCLUDED,
    chart=Chart("bar", "customer", "count"),
    listing=LISTING,
)
