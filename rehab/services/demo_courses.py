"""The demo's template: a rygskole of twelve sessions, with what the first ones are about."""

from datetime import time

from rehab.domain.courses import CourseForm, IntakeFacts
from rehab.services.course_templates import SaveTemplate, save_template, set_content
from rehab.services.demo_acts import Storyteller

_CONTENT = (
    {
        "information": "Ryggens opbygning, og hvorfor smerte ikke er det samme som skade.",
        "exercise": "Rolig opvarmning, bækkenvip, gang på stedet.",
        "home_programme": "Gå ti minutter hver dag.",
    },
    {
        "exercise": "Styrke for ryg og ben med egen vægt.",
        "ergonomics": "Sådan løftes og bæres der derhjemme.",
        "home_programme": "To øvelser fra i dag, hver anden dag.",
    },
    {
        "information": "Hvad gør I på en dårlig dag?",
        "exercise": "Balance og kredsløb.",
    },
)


def keep_a_template(teller: Storyteller) -> None:
    """Let the koordinator write down how the rygskole is usually held."""
    karen = teller.on(30, "karen")
    template = save_template(
        karen,
        SaveTemplate(
            name="Rygskole, 12 gange",
            offer_code="hold_ikke_opererede",
            form=CourseForm.HOLD,
            sessions=12,
            times={0: time(14, 30), 3: time(10)},
            minutes=60,
            place="Sundhedshuset, sal 2",
            capacity=12,
            intake=IntakeFacts(minimum=4),
            therapist_id=teller.person("tove").id,
        ),
    )
    set_content(karen, template, _CONTENT)
