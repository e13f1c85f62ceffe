"""Events about problems on deals, as the sales service would tell them."""

from typing import Any

from shared.contracts.sales import problems
from shared.ids import new_id
from tests.reporting.newsroom import Newsroom

REPORTED = problems.OpportunityProblemReported
RESOLVED = problems.OpportunityProblemResolved
WITHDRAWN = problems.OpportunityProblemWithdrawn


def problem_event(room: Newsroom, deal: str, version: int, name: str, kind: Any = REPORTED, **facts: Any) -> Any:
    """About the problem of this name; a price of the stage where the deal stands, unless it says otherwise."""
    told = {
        "problem_id": room.ids.setdefault(name, new_id()),
        "problem_type": facts.pop("of", "price"),
        "problem_stage": facts.pop("at", facts.get("stage", "prospecting")),
        "problem_occurred_on": facts.pop("on", "2026-10-05"),
    }
    return room.event(kind, deal, facts.pop("owner", "nils"), version, **told, **facts)
