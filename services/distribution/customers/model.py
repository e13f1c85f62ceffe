"""The distribution service's copy of a customer."""

from services.distribution.persistence import Base
from shared.known_customers import KnownCustomer


class Customer(KnownCustomer, Base):
    __tablename__ = "customers"
