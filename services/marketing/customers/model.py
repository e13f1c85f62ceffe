"""The marketing service's copy of a customer."""

from services.marketing.persistence import Base
from shared.known_customers import KnownCustomer


class Customer(KnownCustomer, Base):
    __tablename__ = "customers"
