"""Which processes this service enforces."""

from services.sales.leads import queries as leads
from services.sales.opportunities import queries as opportunities
from services.sales.orders import queries as orders
from services.sales.price_exceptions import queries as price_exceptions
from services.sales.price_lists import queries as price_lists
from services.sales.quotations import queries as quotations
from services.sales.visits import queries as visits
from shared.processes import Process


def list_processes() -> tuple[Process, ...]:
    return (
        leads.lead_process(),
        opportunities.opportunity_process(),
        orders.order_process(),
        price_exceptions.price_exception_process(),
        price_lists.price_list_process(),
        quotations.quotation_process(),
        visits.visit_process(),
    )
