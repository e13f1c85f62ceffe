"""What a visit, an order and a deal cost."""

from shared.contracts.reporting.catalogue import CURRENCY, Chart, Column, Kind, Report
from shared.contracts.reporting.columns import SELLER, SELLER_ID, SPENT
from shared.contracts.reporting.counted import LISTING

ORDERS = Column("orders", Kind.COUNT, {"en": "Orders", "zh": "订单数"})
DEALS = Column("deals", Kind.COUNT, {"en": "Deals won", "zh": "赢单数"})
VISITS = Column("visits", Kind.COUNT, {"en": "Visits, whatever the currency", "zh": "拜访数（不分币种）"})
PER_ORDER = Column("cost_per_order", Kind.PRICE, {"en": "Cost of an order", "zh": "每单成本"})
PER_DEAL = Column("cost_per_deal", Kind.PRICE, {"en": "Cost of a deal", "zh": "每个商机成本"})
PER_VISIT = Column("cost_per_visit", Kind.PRICE, {"en": "Cost of a visit", "zh": "每次拜访成本"})

REPORT = Report(
    id="cost-control",
    title={"en": "Control of sales costs", "zh": "销售成本控制"},
    question={
        "en": "What does a seller's visit cost, what an order, and what a deal that is won?",
        "zh": "销售员的每次拜访、每个订单、每个赢得的商机各花费多少？",
    },
    dimensions=(SELLER_ID, CURRENCY),
    labels=(SELLER,),
    measures=(SPENT, ORDERS, DEALS, PER_ORDER, PER_DEAL),
    derived=(VISITS, PER_VISIT),
    chart=Chart("bar", "seller", "spent", "currency"),
    listing=LISTING,
)
