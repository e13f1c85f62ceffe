"""What was told last of a share."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.persistence import Base
from shared.contracts.sharing import BY_HAND
from shared.persistence.types import Id


class ShareMark(Base):
    """The version of a record that last told of its share with one grantee for one reason; an older telling is passed
    over. The column was named when only deals were shared.
    """

    __tablename__ = "share_marks"

    record_id: Mapped[str] = mapped_column("deal_id", Id, primary_key=True)
    grantee_id: Mapped[str] = mapped_column(Id, primary_key=True)
    reason: Mapped[str] = mapped_column(String(20), primary_key=True, default=BY_HAND, server_default=BY_HAND)
    version: Mapped[int] = mapped_column()
