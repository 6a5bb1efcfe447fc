"""Take the README's pictures from the demo, so that they show what a newcomer will see.

The demo is loaded into a database of its own and served for as long as it takes. The pictures are
cut to what is read at a glance and saved with few colours, because a README should load quickly.
"""

import logging
import os
import subprocess
import sys
import tempfile
import threading
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Final

from flask import Flask
from PIL import Image
from playwright.sync_api import Page, sync_playwright
from sqlalchemy import select
from werkzeug.serving import make_server

from rehab.app_factory import create_app
from rehab.models import Case, ContactPerson, Epikrise, db
from rehab.services.demo import DEMO_PASSWORD
from rehab.settings import load_settings

TARGET: Final = Path(__file__).parent.parent / "docs/billeder"
WIDTH, HEIGHT, COLOURS, DOTS_PER_INCH = 1280, 900, 128, 110


def main() -> None:
    """Load the demo, serve it, and write the three pictures."""
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/demo.db"
        command = [str(Path(sys.executable).parent / "rehab"), "demo", "load"]
        subprocess.run(command, check=True, env=os.environ | {"REHAB_DATABASE_URL": url})
        settings = load_settings({"REHAB_ENV": "development"})
        app = create_app(replace(settings, database_url=url, secure_cookies=False))
        case, letter = what_to_show(app)
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        server = make_server("127.0.0.1", 0, app, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
                )
                page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, locale="da-DK")
                address = f"http://127.0.0.1:{server.port}"
                shoot(page, "vivi", f"{address}/indbakke", "indbakke")
                shoot(page, "karen", f"{address}{case}", "sag")
                browser.close()
        finally:
            server.shutdown()
        draw(letter, Path(folder))


def what_to_show(app: Flask) -> tuple[str, bytes]:
    """Return the address of the case that has just begun, and a signed epikrise.

    The youngest case with a kontaktperson: its clocks are still running.
    """
    with app.app_context():
        session = db.session()
        youngest = session.scalars(
            select(Case.id)
            .join(ContactPerson, ContactPerson.case_id == Case.id)
            .where(Case.closed_on.is_(None))
            .order_by(Case.number.desc())
        ).first()
        letter = session.scalars(
            select(Epikrise.pdf).where(Epikrise.pdf.is_not(None)).order_by(Epikrise.signed_at)
        ).first()
        db.session.remove()
    if youngest is None or letter is None:
        raise RuntimeError("the demo has no open case or no signed epikrise")
    return f"/sager/{youngest}", letter


def shoot(page: Page, login: str, address: str, name: str) -> None:
    """Log in, open a page and keep what stands on the first screen of it."""
    page.context.clear_cookies()
    page.goto(address)
    page.get_by_label("Brugernavn").fill(login)
    page.get_by_label("Adgangskode").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Log ind").click()
    page.wait_for_url(address)
    page.wait_for_load_state("networkidle")
    save(Image.open(BytesIO(page.screenshot())), name)


def draw(letter: bytes, folder: Path) -> None:
    """Turn the first page of a PDF into a picture."""
    source = folder / "epikrise.pdf"
    source.write_bytes(letter)
    first_page = ["-f", "1", "-l", "1", "-singlefile", "-png"]
    command = ["/usr/bin/pdftoppm", "-r", str(DOTS_PER_INCH), *first_page, str(source)]
    subprocess.run([*command, str(folder / "page")], check=True)
    save(Image.open(folder / "page.png"), "epikrise")


def save(picture: Image.Image, name: str) -> None:
    """Write a picture with few colours and say how big it became."""
    path = TARGET / f"{name}.png"
    picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path.name}: {path.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
