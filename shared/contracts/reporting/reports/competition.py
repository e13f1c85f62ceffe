"""Whom one meets, and who wins then."""

from shared.contracts.reporting.catalogue import CURRENCY, Chart, Column, Kind, Report
from shared.contracts.reporting.columns import AMOUNT, COMPETITOR

MET = Column("met", Kind.COUNT, {"en": "Met", "zh": "遭遇次数"})
WON_AGAINST = Column("won_against", Kind.COUNT, {"en": "Won against", "zh": "战胜次数"})
LOST_TO = Column("lost_to", Kind.COUNT, {"en": "Lost to", "zh": "败给次数"})
WON_AMOUNT = Column("won_amount", Kind.MONEY, {"en": "Amount won against", "zh": "战胜金额"})
LOST_AMOUNT = Column("lost_amount", Kind.MONEY, {"en": "Amount lost to", "zh": "败给金额"})

REPORT = Report(
    id="competition",
    title={"en": "Competition", "zh": "竞争频率分析"},
    question={
        "en": "Which competitors are met how often, and who wins then?",
        "zh": "遇到哪些竞争对手、频率多高、谁胜出？",
    },
    dimensions=(COMPETITOR, CURRENCY),
    measures=(MET, WON_AGAINST, LOST_TO, AMOUNT, WON_AMOUNT, LOST_AMOUNT),
    chart=Chart("bar", "competitor", "met", "currency"),
)
