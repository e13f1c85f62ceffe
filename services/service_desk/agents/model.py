"""The agent as the service desk keeps him, and the only way he changes."""

from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from services.service_desk.persistence import Base
from shared.persistence.records import OwnedRecord


class Agent(OwnedRecord, Base):
    """A person at work in the service desk; the id is the person's own, who is the owner too."""

    __tablename__ = "agents"

    skills: Mapped[list[str]] = mapped_column(JSON, default=list)

    def put_back(self, fields: dict[str, Any]) -> None:
        """The skills that a job had changed, as they were before."""
        self.skills = fields.get("skills", self.skills)

    def set_skills(self, skills: list[str], org_unit_id: str) -> None:
        self.skills = sorted(set(skills))
        self.org_unit_id = org_unit_id
