"""How much is sold in which territory."""

from shared.contracts.reporting.catalogue import CURRENCY, Chart, Column, Kind, Report
from shared.contracts.reporting.columns import AMOUNT, PRODUCT, PRODUCT_ID, QUANTITY
from shared.contracts.reporting.orders import LISTING

TERRITORY_ID = Column("territory_id", Kind.ID, {"en": "Territory's id", "zh": "区域编号"})
TERRITORY = Column("territory", Kind.TEXT, {"en": "Territory", "zh": "区域"})

REPORT = Report(
    id="sales-by-territory",
    title={"en": "Sales by territory", "zh": "销售区域销量分析"},
    question={"en": "How much of which product is sold in which territory?", "zh": "各区域各产品销售多少？"},
    dimensions=(TERRITORY_ID, PRODUCT_ID, CURRENCY),
    labels=(TERRITORY, PRODUCT),
    measures=(QUANTITY, AMOUNT),
    chart=Chart("bar", "territory", "amount", "currency"),
    listing=LISTING,
)
