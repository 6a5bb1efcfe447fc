"""Lists as somebody narrowed them, kept under a name; and lists taken out as files."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rehab.domain.view_notices import NoticeRhythm, NoticeState, NoticeWish
from rehab.domain.worklists import ListPage
from rehab.ids import new_id
from rehab.models.base import Base


class SavedView(Base):
    """A filter of one list under a name: the owner's own, or shared in the kommune (F42).

    `query` is the filter in its one spelling and is read by the filter's own parser.
    """

    __tablename__ = "saved_view"
    __table_args__ = (
        UniqueConstraint("owner_id", "page", "name"),
        Index(None, "organisation_id", "page"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    page: Mapped[ListPage]
    name: Mapped[str] = mapped_column(String(60))
    query: Mapped[str]
    shared: Mapped[bool]
    saved_at: Mapped[datetime]


class SavedViewDefault(Base):
    """The view a person's list opens with."""

    __tablename__ = "saved_view_default"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    page: Mapped[ListPage] = mapped_column(primary_key=True)
    view_id: Mapped[UUID] = mapped_column(
        ForeignKey("saved_view.id", ondelete="CASCADE"), index=True
    )


class SavedViewNotice(Base):
    """When one person is told of one view, and what that person has been told (F45).

    `most` is the limit a list passes by being longer; only what passes a limit has one.
    """

    __tablename__ = "saved_view_notice"
    __table_args__ = (
        CheckConstraint("(rhythm = 'graense') = (most IS NOT NULL)", name="limit_if_passed"),
        CheckConstraint("most >= 0", name="limit_counts"),
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    view_id: Mapped[UUID] = mapped_column(
        ForeignKey("saved_view.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    rhythm: Mapped[NoticeRhythm]
    most: Mapped[int | None]
    chosen_on: Mapped[date]
    settled_on: Mapped[date | None]
    is_above: Mapped[bool]

    def wish(self) -> NoticeWish:
        """Return what the person wishes."""
        return NoticeWish(self.rhythm, self.most)

    def state(self) -> NoticeState:
        """Return what is behind the wish."""
        return NoticeState(self.chosen_on, self.settled_on, self.is_above)


class ListExport(Base):
    """Who took a list out as a file, what it was narrowed to, why, and how long it was (F105)."""

    __tablename__ = "list_export"
    __table_args__ = (Index(None, "organisation_id", "exported_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    exported_by: Mapped[UUID]
    exported_at: Mapped[datetime]
    page: Mapped[ListPage]
    query: Mapped[str]
    purpose: Mapped[str] = mapped_column(String(300))
    rows: Mapped[int]
