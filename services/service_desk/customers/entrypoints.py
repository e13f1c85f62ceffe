"""Where the service desk hears of customers, and says how it knows them."""

from services.service_desk.customers.model import Customer
from shared.known_customers import KnownCustomerEntrypoints


class CustomerEntrypoints(KnownCustomerEntrypoints):
    customers = Customer
