"""What was told last of a share."""

from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.persistence import Base
from shared.persistence.types import Id


class ShareMark(Base):
    """The version of a record that last told of its share with one grantee; an older telling is passed over.
    The column was named when only deals were shared.
    """

    __tablename__ = "share_marks"

    record_id: Mapped[str] = mapped_column("deal_id", Id, primary_key=True)
    grantee_id: Mapped[str] = mapped_column(Id, primary_key=True)
    version: Mapped[int] = mapped_column()
