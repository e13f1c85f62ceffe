"""Where the distribution service hears of customers, and says how it knows them."""

from services.distribution.customers.model import Customer
from shared.known_customers import KnownCustomerEntrypoints


class CustomerEntrypoints(KnownCustomerEntrypoints):
    customers = Customer
