"""A person at a screen: goes to pages, reads them, fills in forms; every page is checked."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page

AXE = (Path(__file__).parent / "vendor/axe.min.js").read_text(encoding="utf-8")
DESK, TABLET, TABLET_LYING, PHONE = (1280, 900), (768, 1024), (1024, 768), (390, 844)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}


class Person:
    """Somebody logged in on a screen of a size. Every page opened is checked by axe."""

    def __init__(self, chromium: Chromium, address: str, screen: tuple[int, int]) -> None:
        self.address = address
        width, height = screen
        context = chromium.new_context(viewport={"width": width, "height": height}, locale="da-DK")
        self.page: Page = context.new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", self._hear)

    def _hear(self, message: Any) -> None:
        if (
            message.type == "error"
            and "the server responded with a status of 4" not in message.text
        ):
            self.faults.append(message.text)

    def log_in(self, login: str, password: str) -> "Person":
        self.go("/")
        self.page.get_by_label("Brugernavn").fill(login)
        self.page.get_by_label("Adgangskode").fill(password)
        self.press("Log ind")
        return self

    def go(self, path: str) -> "Person":
        self.page.goto(self.address + path)
        return self.check()

    def press(self, name: str, *, exact: bool = True) -> "Person":
        """Press a button or follow a link by its name, and check the page it leads to."""
        role = (
            "button" if self.page.get_by_role("button", name=name, exact=exact).count() else "link"
        )
        self.page.get_by_role(role, name=name, exact=exact).first.click()  # type: ignore[arg-type]
        self.page.wait_for_load_state("load")
        return self.check()

    def fill(self, label: str, text: str) -> "Person":
        self.page.get_by_label(label, exact=True).fill(text)
        return self

    def choose(self, label: str) -> "Person":
        self.page.get_by_label(label, exact=True).check()
        return self

    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    def told(self) -> str:
        """What the quiet status line says after something was done."""
        return self.page.locator("[role=status]").first.inner_text()

    def reads(self, selector: str = "main") -> str:
        return self.page.locator(selector).first.inner_text()

    def check(self) -> "Person":
        self.page.evaluate(AXE)
        found = self.page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]
        told = [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found]
        assert not told, f"{self.page.url}: {told}"
        wide = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{self.page.url} is {wide} px wider than the screen"
        assert not self.faults, f"{self.page.url}: {self.faults}"
        return self
