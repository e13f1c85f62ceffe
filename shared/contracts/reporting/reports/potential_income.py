"""What prospects and open deals may bring."""

from shared.contracts.reporting.catalogue import CURRENCY, Chart, Column, Kind, Report, ReportQuery
from shared.contracts.reporting.columns import AMOUNT, COUNT, WEIGHTED
from shared.contracts.reporting.counted import LISTING


class PotentialIncomeQuery(ReportQuery):
    """Leads that are still open, at their budgets, and open deals, by whom they are with. A deal is weighted by its
    probability, a lead by that of the first stage, in which it would begin as a deal. A period is that in which the
    deals are expected to close; leads name no such day and are in none.
    """


PROSPECT_KIND = Column("prospect_kind", Kind.TEXT, {"en": "Lead or deal", "zh": "线索或商机"})
PROSPECT_ID = Column("prospect_id", Kind.ID, {"en": "Id of the customer or lead", "zh": "客户或线索编号"})
PROSPECT = Column("prospect", Kind.TEXT, {"en": "Prospect", "zh": "潜在客户"})

REPORT = Report(
    id="potential-income",
    title={"en": "Potential income", "zh": "潜在收入"},
    question={
        "en": "How much may each prospect bring, at its full amount and weighted by how likely that is?",
        "zh": "每个潜在客户可能带来多少收入（全额与按成功率加权）？",
    },
    query=PotentialIncomeQuery,
    dimensions=(PROSPECT_KIND, PROSPECT_ID, CURRENCY),
    labels=(PROSPECT,),
    measures=(COUNT, AMOUNT, WEIGHTED),
    chart=Chart("bar", "prospect", "weighted_amount", "currency"),
    listing=LISTING,
)
