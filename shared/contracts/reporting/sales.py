"""The columns that reports on sales with margins and quotas have in common."""

from shared.contracts.reporting.catalogue import Column, Kind

ORDERS = Column("orders", Kind.COUNT, {"en": "Orders", "zh": "订单数"})
COSTED = Column("costed_amount", Kind.MONEY, {"en": "Amount of which the cost is known", "zh": "已知成本的金额"})
MARGIN = Column("margin", Kind.MONEY, {"en": "Margin on that amount", "zh": "该金额的毛利"})
MARGIN_RATE = Column("margin_rate", Kind.RATE, {"en": "Margin as a share of that amount", "zh": "毛利率"})
TARGET = Column("target", Kind.MONEY, {"en": "Quotas", "zh": "销售指标"})
ATTAINED = Column("attained", Kind.MONEY, {"en": "Sold in the days of the quotas", "zh": "指标期内销售额"})
ATTAINMENT = Column("attainment", Kind.RATE, {"en": "Share of the quotas that was sold", "zh": "指标完成率"})
