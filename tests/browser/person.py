"""A person at a screen: goes to pages, reads them, fills in forms; every page is checked."""

import re
from copy import copy
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Locator, Page, Response

AXE = (Path(__file__).parent / "vendor/axe.min.js").read_text(encoding="utf-8")
DESK, TABLET, TABLET_LYING, PHONE = (1280, 900), (768, 1024), (1024, 768), (390, 844)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
# What can be pressed, is on the screen, and is not what one hits in its middle.
BURIED = """() => {
  const kinds = "main :is(a[href], button, select, textarea, label)";
  const pressed = [...document.querySelectorAll(kinds)];
  return pressed.filter((one) => {
    const [box] = one.getClientRects();
    if (!box || !one.checkVisibility() || box.width < 4) return false;
    if (getComputedStyle(one).clipPath !== "none") return false;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const hit = document.elementFromPoint(x, y);
    if (!hit || one.contains(hit) || hit.contains(one)) return false;
    return !(one.htmlFor && hit.id === one.htmlFor);
  }).map((one) => one.outerHTML.slice(0, 120));
}"""


class Person:
    """Somebody logged in on a screen of a size. Every page opened is checked by axe."""

    def __init__(
        self, chromium: Chromium, address: str, screen: tuple[int, int], *, scripts: bool = True
    ) -> None:
        self.address = address
        self._scripts = scripts
        width, height = screen
        self._context = chromium.new_context(
            viewport={"width": width, "height": height},
            locale="da-DK",
            java_script_enabled=scripts,
            has_touch=width < 1024,
        )
        self._context.set_default_timeout(8_000)
        self.faults: list[str] = []
        self.page: Page = self._new_page()

    def _new_page(self) -> Page:
        page = self._context.new_page()
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", self._hear)
        page.on("response", self._answered)
        return page

    def in_another_tab(self) -> "Person":
        """The same person in one more tab of the same browser, which both leave together."""
        tab = copy(self)
        tab.page = tab._new_page()
        return tab

    def _hear(self, message: Any) -> None:
        if (
            message.type == "error"
            and "the server responded with a status of 4" not in message.text
        ):
            self.faults.append(message.text)

    def _answered(self, response: Response) -> None:
        refused = response.status >= 400 and response.request.resource_type != "document"
        if refused or response.status >= 500:
            self.faults.append(f"{response.status} {response.url}")

    def leave(self) -> None:
        """Close the browser window; what was typed and not sent is gone."""
        self._context.close()

    def with_session(self, cookie: dict[str, str]) -> "Person":
        self._context.add_cookies([cookie])  # type: ignore[list-item]  # a dict will do
        return self

    def log_in(self, login: str, password: str) -> "Person":
        self.go("/")
        self.page.get_by_label("Brugernavn").fill(login)
        self.page.get_by_label("Adgangskode").fill(password)
        return self.press("Log ind")

    def open(self, path: str) -> int:
        """Go to a page, say how it was answered, and leave the checks to the caller."""
        answer = self.page.goto(self.address + path)
        return answer.status if answer else 0

    def go(self, path: str) -> "Person":
        self.page.goto(self.address + path)
        return self.check()

    def press(self, name: str, *, exact: bool = True) -> "Person":
        """Press a button or follow a link by its name, and check the page it leads to."""
        button = self.page.get_by_role("button", name=name, exact=exact)
        link = self.page.get_by_role("link", name=name, exact=exact)
        with self.page.expect_navigation(wait_until="load"):
            (button if button.count() else link).first.click()
        return self.check()

    def strike(self, key: str) -> "Person":
        """Press a key that leads to another page, and check that page."""
        with self.page.expect_navigation(wait_until="load"):
            self.page.keyboard.press(key)
        return self.check()

    def tab_to(self, target: Locator, *, most: int = 60) -> "Person":
        """Press Tab until something has the focus, as somebody without a mouse does."""
        for _ in range(most):
            if target.evaluate("element => element === document.activeElement"):
                return self
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{target} cannot be reached with Tab")

    def fill(self, label: str, text: str) -> "Person":
        name = re.compile(rf"^{re.escape(label)}( \(frivilligt\))?$")
        self.page.get_by_label(name).fill(text)
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

    def section(self, name: str) -> Locator:
        """The part of the page under a heading."""
        return self.page.locator("section").filter(
            has=self.page.get_by_role("heading", name=name, exact=True)
        )

    def errors(self) -> list[str]:
        """What the summary at the top of a refused form says."""
        return self.page.get_by_role("alert").get_by_role("listitem").all_inner_texts()

    def check(self) -> "Person":
        if self._scripts:  # axe waits for timers, which stand still with scripts off
            self.check_axe()
        self.check_width()
        self.check_reach()
        assert not self.faults, f"{self.page.url}: {self.faults}"
        return self

    def check_axe(self) -> None:
        self.page.evaluate(AXE)
        found = self.page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]
        told = [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found]
        assert not told, f"{self.page.url}: {told}"

    def check_reach(self) -> None:
        """See that nothing on the screen lies over what is to be pressed."""
        buried = self.page.evaluate(BURIED)
        assert not buried, f"{self.page.url}: covered by something else: {buried}"

    def check_width(self) -> None:
        wide = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{self.page.url} is {wide} px wider than the screen"
