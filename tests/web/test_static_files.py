"""What every page loads is small, cached, and complete."""

import gzip
import re

from rehab.settings import ROOT
from tests.web.browser import Browser

LIMIT = 100_000


def test_what_the_first_page_loads_is_under_100_kb_besides_fonts(app, session):
    browser = Browser(app, session, None)
    page = browser.visit("/konto/log-ind")
    links = [tag["href"] for tag in page.select("link[rel=stylesheet]:not([media=print])")]
    links += [tag["src"] for tag in page.select("script[src]")]
    sizes = {
        url: len(browser.open(url, headers={"Accept-Encoding": "gzip"}).get_data()) for url in links
    }
    assert len(sizes) >= 3
    assert sum(sizes.values()) < LIMIT, sizes


def test_a_compressed_file_is_the_file(app, session):
    browser = Browser(app, session, None)
    answer = browser.open("/static/rehab.css", headers={"Accept-Encoding": "gzip"})
    plain = (ROOT / "rehab/web/static/rehab.css").read_bytes()
    assert gzip.decompress(answer.get_data()) == plain
    assert browser.open("/static/rehab.css").get_data() == plain


def test_every_file_the_styles_name_is_there(app, session):
    browser = Browser(app, session, None)
    folder = ROOT / "rehab/web/static"
    for path in folder.rglob("*.css"):
        for name in re.findall(r"url\(['\"]?([^'\")]+)", path.read_text(encoding="utf-8")):
            if not name.startswith(("data:", "#")):
                wanted = (path.parent / re.split(r"[?#]", name)[0]).resolve()
                assert wanted.is_file(), f"{path.name} names {name}"
                url = f"/static/{wanted.relative_to(folder)}"
                assert browser.open(url).status_code == 200
