"""What sellers sold, with which margin, against their quotas."""

from shared.contracts.reporting.catalogue import CURRENCY, Chart, GrainedQuery, Report
from shared.contracts.reporting.columns import AMOUNT, PERIOD, SELLER, SELLER_ID
from shared.contracts.reporting.counted import LISTING
from shared.contracts.reporting.sales import ATTAINED, ATTAINMENT, COSTED, MARGIN, MARGIN_RATE, ORDERS, TARGET


class SellerSalesQuery(GrainedQuery):
    """`grain` is the length of the periods. A quota counts where it lies within one of them: that of a quarter is in no
    month, those of months are in the quarter unless that has one of its own.
    """


REPORT = Report(
    id="seller-sales",
    title={"en": "Sales by seller", "zh": "销售员销售报表"},
    question={
        "en": "How much did each seller sell in which period, with which margin, and how much of their quota is that?",
        "zh": "各销售员各期间卖出多少、毛利多少、完成指标多少？",
    },
    query=SellerSalesQuery,
    dimensions=(SELLER_ID, PERIOD, CURRENCY),
    labels=(SELLER,),
    measures=(ORDERS, AMOUNT, COSTED, MARGIN, MARGIN_RATE, TARGET, ATTAINED, ATTAINMENT),
    chart=Chart("bar", "seller", "amount", "currency"),
    listing=LISTING,
)
