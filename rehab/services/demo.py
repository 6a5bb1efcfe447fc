"""Demo data: made-up people, so that a newcomer can walk the pathway at once."""

from sqlalchemy import select

from rehab.domain.access import Role
from rehab.models import Organisation, User
from rehab.services.accounts import NewUser, add_user
from rehab.services.context import Context

DEMO_PASSWORD = "rygskole-i-testby"  # noqa: S105 - made up, and printed at start
DEMO_PEOPLE = (
    ("vivi", "Vivi Visitator", "Sygeplejerske", Role.VISITATOR),
    ("karen", "Karen Koordinator", "Ergoterapeut", Role.KOORDINATOR),
    ("tove", "Tove Terapeut", "Fysioterapeut", Role.TERAPEUT),
    ("jonas", "Jonas Jobkonsulent", "Jobkonsulent", Role.JOBKONSULENT),
    ("lene", "Lene Leder", "Teamleder", Role.LEDER),
    ("adam", "Adam Administrator", "Systemadministrator", Role.ADMINISTRATOR),
)


def load_demo(ctx: Context) -> Organisation:
    """Make the demo kommune and its people unless they are there. Safe to repeat."""
    row = ctx.session.scalars(
        select(Organisation).where(Organisation.kommunekode == "999")
    ).one_or_none()
    if row is None:
        row = Organisation(
            name="Testby Kommune",
            gln="5790000999019",
            kommunekode="999",
            street="Rådhuspladsen 1",
            postcode="9999",
            town="Testby",
            phone="99999999",
            programme_code=ctx.programme.code,
        )
        ctx.session.add(row)
        ctx.session.flush()
        ctx.record("organisation.created", organisation_id=row.id)
    known = set(ctx.session.scalars(select(User.login).where(User.organisation_id == row.id)))
    for login, name, title, role in DEMO_PEOPLE:
        if login not in known:
            add_user(
                ctx,
                row.id,
                NewUser(login, name, title, "99999999", frozenset({role}), DEMO_PASSWORD),
            )
    return row
