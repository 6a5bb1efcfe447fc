"""The kontaktperson: from the first call to a signed epikrise."""

from io import BytesIO
from pathlib import Path

from playwright.sync_api import expect
from pypdf import PdfReader

from rehab.domain.access import Role
from tests.browser.person import Person
from tests.support.closing import GP
from tests.support.course_factories import make_course

HEADINGS = (
    "Henvisningsårsag",
    "Given genoptræning eller rehabilitering",
    "Status",
    "Patientens oplevelse",
    "Information/Instruktion af patienten",
)


def arrange(house) -> None:
    """A case of Tove's that nobody has called, and a hold with seats."""
    login = house.employ(Role.TERAPEUT)
    with house.open() as make:
        tove = make.user(Role.TERAPEUT, login=login)
        make_course(make, therapist=tove, title="Rygskole, hold 2")
        citizen = make.citizen(given_name="Ella", surname="Prøvesen")
        case = make.case(citizen=citizen, contact_person=tove, referrals=0)
        make.referral(case=case, referrer_name="Åse Prøvelæge", answer_to=[GP])


def measure(tove: Person, action: str, pain: int, score: int, activity: str = "") -> None:
    tove.press(action)
    tove.page.get_by_role("group", name="Smerte lige nu").get_by_label(
        str(pain), exact=True
    ).check()
    if activity:
        tove.fill("Aktivitet 1", activity)
    tove.section("Aktiviteter (PSFS)").get_by_role("group").first.get_by_label(
        str(score), exact=True
    ).check()
    tove.press("Gem målingen")


def test_a_case_is_contacted_booked_measured_written_and_closed(house, logged_in):
    arrange(house)
    tove = logged_in(Role.TERAPEUT)
    assert tove.heading() == "Mine sager"
    tove.press("Ella Prøvesen")

    # Two clicks and a sentence: the way of the contact, and what happened.
    tove.press("Registrér kontakt")
    tove.fill("En sætning til journalen", "Vil gerne i gang, kan alle dage.")
    tove.choose("Telefon").press("Kontakt opnået")
    assert tove.told().startswith("Kontakten er gemt.")
    assert "Vil gerne i gang, kan alle dage." in tove.section("Hændelser").inner_text()

    tove.press("Book").choose("Rygskole, hold 2").press("Book pladsen")
    assert tove.told() == "Pladsen er booket, og første gang er registreret som tilbudt."
    assert "Rygskole, hold 2" in tove.section("Plan").inner_text()

    measure(tove, "Mål ved start", pain=7, score=3, activity="gå tur med hunden")
    measure(tove, "Mål ved slut", pain=2, score=8)
    assert "5 point lavere, bedre" in tove.section("Mål").inner_text()

    tove.press("Skriv notat")
    tove.fill("Notat", "Afsluttende samtale.\n\nInstruktion: Øvelser tre gange om ugen.")
    tove.press("Gem notatet")

    tove.press("Skriv epikrise")
    tove.press("Videre til underskrift")
    assert tove.errors() == [
        "Skriv noget under Given genoptræning eller rehabilitering.",
        "Skriv noget under Patientens oplevelse.",
    ]
    tove.fill("Given genoptræning eller rehabilitering", "Rygskole på hold.")
    tove.fill("Patientens oplevelse", "Kan gå tur med hunden igen.")
    expect(tove.page.locator(".beside")).to_contain_text("Kan gå tur med hunden igen.")
    tove.press("Videre til underskrift")
    tove.page.get_by_role("checkbox").check()
    tove.press("Underskriv")
    assert tove.told() == "Epikrisen er underskrevet og klar til afsendelse."
    expect(tove.page.get_by_text("underskrevet, kan ikke ændres")).to_be_visible()
    with tove.page.expect_download() as download:
        tove.page.get_by_role("link", name="Hent epikrisen (PDF)").click()
    letter = PdfReader(BytesIO(Path(download.value.path()).read_bytes()))
    text = " ".join(" ".join(page.extract_text() for page in letter.pages).split())
    assert len(letter.pages) == 1
    assert letter.trailer["/Root"]["/Lang"] == "da"
    for words in (*HEADINGS, "Ella Prøvesen", "Kan gå tur med hunden igen.", "Tove Terapeut"):
        assert words in text, words
