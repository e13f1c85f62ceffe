"""Which processes this service enforces."""

from services.sales.call_backs import queries as call_backs
from services.sales.carts import queries as carts
from services.sales.deal_registrations import queries as deal_registrations
from services.sales.expenses import queries as expenses
from services.sales.lead_assignment_rules import queries as lead_assignment_rules
from services.sales.leads import queries as leads
from services.sales.opportunities import queries as opportunities
from services.sales.orders import queries as orders
from services.sales.price_exceptions import queries as price_exceptions
from services.sales.price_lists import queries as price_lists
from services.sales.quotations import queries as quotations
from services.sales.sellers import queries as sellers
from services.sales.stores import queries as stores
from services.sales.visits import queries as visits
from shared.processes import Process


def list_processes() -> tuple[Process, ...]:
    return (
        call_backs.call_back_process(),
        carts.cart_process(),
        deal_registrations.deal_registration_process(),
        lead_assignment_rules.rule_process(),
        expenses.expense_process(),
        leads.lead_process(),
        opportunities.opportunity_process(),
        orders.order_process(),
        price_exceptions.price_exception_process(),
        price_lists.price_list_process(),
        quotations.quotation_process(),
        sellers.seller_process(),
        stores.store_process(),
        visits.visit_process(),
    )
