"""A saved view, for the tests that walk all routes and those about views."""

from datetime import datetime
from typing import Any

from rehab.domain.access import Role
from rehab.domain.worklists import ListPage
from rehab.models import SavedView
from tests.support.factories import Factories


def a_shared_view(make: Factories, now: datetime, **fields: Any) -> SavedView:
    """What is overdue on the board, shared by the koordinator."""
    owner = make.user(Role.KOORDINATOR)
    view = SavedView(
        **{
            "organisation_id": owner.organisation_id,
            "owner_id": owner.id,
            "page": ListPage.BOARD,
            "name": "Overskredet",
            "query": "frist=overskredet",
            "shared": True,
            "saved_at": now,
        }
        | fields,
    )
    make.save(view)
    return view
