"""The base of the reporting database's own tables."""

from typing import Any, ClassVar

from sqlalchemy.orm import DeclarativeBase

from shared.persistence.cells import Cell
from shared.persistence.naming import new_metadata


class Base(DeclarativeBase):
    metadata = new_metadata()
    made_here: ClassVar[bool] = False
    """Whether people made it here, so that it is no fact that events told."""


def made_here() -> list[Any]:
    """The models of what people made here."""
    return [mapper.class_ for mapper in Base.registry.mappers if mapper.class_.made_here]


def kept_by_others() -> set[Any]:
    """The tables of cells, which the database keeps by what is in other tables."""
    return {mapper.local_table for mapper in Base.registry.mappers if issubclass(mapper.class_, Cell)}
