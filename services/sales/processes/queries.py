"""Which processes this service enforces."""

from services.sales.leads import queries as leads
from services.sales.opportunities import queries as opportunities
from services.sales.orders import queries as orders
from services.sales.quotations import queries as quotations
from services.sales.visits import queries as visits
from shared.processes import Process


def list_processes() -> tuple[Process, ...]:
    return (
        leads.lead_process(),
        opportunities.opportunity_process(),
        orders.order_process(),
        quotations.quotation_process(),
        visits.visit_process(),
    )
