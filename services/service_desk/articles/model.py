"""The article as the service desk keeps it, its editions, and the only ways it changes."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.service_desk.articles import rules
from services.service_desk.articles.rules import ArticleStatus
from services.service_desk.persistence import Base
from shared.persistence.records import OwnedRecord
from shared.persistence.types import Id, UtcTime


class Article(OwnedRecord, Base):
    """The owner is the author."""

    __tablename__ = "articles"
    __table_args__ = (Index("ix_articles_status_success", "status", "success_count"),)

    title: Mapped[str] = mapped_column(String(200))
    symptoms: Mapped[str] = mapped_column(String(4000), default="")
    body: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(20), default=ArticleStatus.DRAFT)
    edition: Mapped[int] = mapped_column(default=0)
    success_count: Mapped[int] = mapped_column(default=0)
    published_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    external_id: Mapped[str | None] = mapped_column(String(120), unique=True, default=None)

    def edit(self, fields: dict[str, Any]) -> None:
        rules.ensure_editable(ArticleStatus(self.status))
        for name, value in fields.items():
            setattr(self, name, value)

    def put_back(self, fields: dict[str, Any]) -> None:
        """What a job had changed, as it was before; the job had gone through the steps, so this need not."""
        for name, value in fields.items():
            setattr(self, name, value)

    def submit(self) -> None:
        self._step("submit")

    def reject(self) -> None:
        self._step("reject")

    def publish(self, by_id: str, by_name: str, at: datetime) -> "ArticleEdition":
        """The edition that the company reads from now on."""
        self._step("publish")
        self.edition += 1
        self.published_at = at
        return ArticleEdition(
            article_id=self.id,
            edition=self.edition,
            title=self.title,
            symptoms=self.symptoms,
            body=self.body,
            published_at=at,
            published_by_id=by_id,
            published_by_name=by_name,
        )

    def revise(self) -> None:
        self._step("revise")

    def retire(self) -> None:
        self._step("retire")

    def help(self) -> None:
        """A request was solved with it."""
        if self.status != ArticleStatus.PUBLISHED:
            raise rules.ArticleIsNotPublished(f"An article that is {self.status} solves nothing.")
        self.success_count += 1

    def _step(self, verb: str) -> None:
        self.status = rules.next_status(verb, ArticleStatus(self.status))


class ArticleEdition(Base):
    """What an article said when it was published; never changed."""

    __tablename__ = "article_editions"

    article_id: Mapped[str] = mapped_column(Id, primary_key=True)
    edition: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    title: Mapped[str] = mapped_column(String(200))
    symptoms: Mapped[str] = mapped_column(String(4000))
    body: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime] = mapped_column(UtcTime)
    published_by_id: Mapped[str] = mapped_column(Id)
    published_by_name: Mapped[str] = mapped_column(String(200))

    @property
    def published_by(self) -> dict[str, str]:
        return {"id": self.published_by_id, "name": self.published_by_name}
