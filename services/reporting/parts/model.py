"""Where facts stood when they began to count for good."""

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.persistence import Base
from shared.persistence.paths import bytewise


class PathNode(Base):
    """That a path at which facts came to count led through this node; `/1/4/` through 1 and 4. What stood below a unit
    at any time is found by it, wherever the unit stands now.
    """

    __tablename__ = "path_nodes"

    node: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    path: Mapped[str] = mapped_column(bytewise(255), primary_key=True)
