"""What the categories of products bring."""

from shared.contracts.reporting.catalogue import CURRENCY, Chart, Report
from shared.contracts.reporting.columns import AMOUNT, CATEGORY, QUANTITY, SHARE
from shared.contracts.reporting.orders import LISTING

REPORT = Report(
    id="product-mix",
    title={"en": "Product mix", "zh": "产品结构分析"},
    question={"en": "What share of sales does each category of products have?", "zh": "各产品类别占销售额的多少？"},
    dimensions=(CATEGORY, CURRENCY),
    measures=(QUANTITY, AMOUNT),
    derived=(SHARE,),
    chart=Chart("pie", "category", "amount", "currency"),
    listing=LISTING,
)
