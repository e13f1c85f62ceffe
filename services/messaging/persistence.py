"""The base of the messaging database's own tables."""

from sqlalchemy.orm import DeclarativeBase

from shared.persistence.naming import new_metadata


class Base(DeclarativeBase):
    metadata = new_metadata()
