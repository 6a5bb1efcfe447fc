"""The weeks between the booking and the epikrise, which pass alike in every case."""

from tests.journeys.town import Town

_LAST_TALK = """Afsluttende samtale.

Oplevelse: Det går bedre, og jeg tør bruge ryggen.

Instruktion: Øvelserne fortsættes hjemme tre gange om ugen."""


def follows_a_course(town: Town, case: str, citizen: str, course: str, *days: str) -> None:
    """Tove ticks the sheet each day, measures on the first and the last, and notes the end."""
    for day in days:
        town.calendar.turns_to(day)
        town.tove.keeps_the_sheet(course, citizen)
        if day == days[0]:
            town.tove.measures(case, "start", 6, støvsuge=3, gå_tur=4)
    town.tove.measures(case, "slut", 2, støvsuge=7, gå_tur=8)
    town.tove.notes(case, _LAST_TALK)
