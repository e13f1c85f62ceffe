"""The reports are made anew from the log by one command, while people ask and write, to exactly the same figures."""

import subprocess
import sys
from typing import Any

from tests.end_to_end.client import eventually
from tests.end_to_end.company import Company
from tests.end_to_end.reporting.seller import Seller

ASKED = ("won-deals", "missed-deals", "opportunity-ranking", "orders", "product-mix", "top-customers", "sales-funnel")


def figures(seller: Seller) -> dict[str, Any]:
    answers = {report: seller.ask(report, owner=seller.id) for report in ASKED}
    return {report: (answer["rows"], answer["totals"]) for report, answer in answers.items()}


def test_the_figures_made_anew_are_exactly_those_of_before(company: Company) -> None:
    seller = Seller(company)
    before = figures(seller)
    command = [sys.executable, "-m", "deploy.commands", "reports", "rebuild"]
    done = subprocess.run(
        command, env=company.stack.environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "The reports hold all that was told up to position" in done.stdout
    assert figures(seller) == before
    late = seller.client.post("/v1/opportunities", {"name": "late", "amount": "9999.00", "currency": "USD"})["id"]
    assert eventually(lambda: late in str(seller.ask("opportunity-ranking")["rows"]))
