"""A person without a mouse: Tab, arrows, Space, Enter and the keys of the house, nothing else."""

import re

from playwright.sync_api import ElementHandle, Locator

from tests.browser.person import Person

# Where the focus is can be seen: the thing itself, or the label drawn in its place, has an outline,
# and it is on the screen with nothing over it.
SEEN = """(focused) => {
  const outlined = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const label = focused.labels && focused.labels[0];
  const drawn = [getComputedStyle(focused)];
  if (label) drawn.push(getComputedStyle(label), getComputedStyle(label, "::before"));
  const shown = label && getComputedStyle(focused).opacity === "0" ? label : focused;
  const box = shown.getBoundingClientRect();
  const inside = box.top < innerHeight && box.bottom > 0 && box.left < innerWidth && box.right > 0;
  return drawn.some(outlined) && inside;
}"""
SAME_GROUP = """(target) => {
  const at = document.activeElement;
  const both = at.type === "radio" && at.name === target.name;
  return at === target || (both && at.form === target.form);
}"""
# How many arrows down, or up, whichever is the shorter way round the group.
STEPS = """(target) => {
  const at = document.activeElement;
  if (at === target) return 0;
  const group = [...target.form.querySelectorAll("input[type=radio]:not(:disabled)")];
  const same = group.filter((one) => one.name === target.name);
  const down = (same.indexOf(target) - same.indexOf(at) + same.length) % same.length;
  return down <= same.length / 2 ? down : down - same.length;
}"""
IS_FOCUSED = "(target) => target === document.activeElement"


class Keyboard:
    """Hands on a keyboard in front of a person's screen."""

    def __init__(self, person: Person) -> None:
        self.person, self.page = person, person.page
        self._strike = person.page.keyboard.press

    def log_in(self, login: str, password: str) -> "Keyboard":
        """Begin at the log-in page, as everybody does in the morning."""
        self.page.goto(self.person.address)
        self.write("Brugernavn", login).write("Adgangskode", password)
        return self.follow("Log ind")

    def to(self, target: Locator, *, most: int = 120) -> "Keyboard":
        """Press Tab until something has the focus, and see that it shows."""
        return self._tab(target.element_handle(), IS_FOCUSED, most)

    def follow(self, name: str) -> "Keyboard":
        """Reach a button or a link by its name, press Enter, and read the page it leads to."""
        self.to(self._named(name))
        return self.enter()

    def enter(self) -> "Keyboard":
        """Press Enter on what has the focus, and read the page it leads to."""
        self.sees_focus()
        with self.page.expect_navigation(wait_until="load"):
            self._strike("Enter")
        self.person.check_width()
        assert not self.person.faults, f"{self.page.url}: {self.person.faults}"
        return self

    def unfold(self, name: str, within: str) -> "Keyboard":
        """Open what is folded away in a part of the page."""
        self.to(self.page.locator(within).locator("summary", has_text=name))
        self._strike("Enter")
        return self

    def write(self, label: str, text: str) -> "Keyboard":
        """Reach a field by its label, and type over what stands in it."""
        self.to(self.page.get_by_label(re.compile(rf"^{re.escape(label)}( \(frivilligt\))?$")))
        self._strike("Control+a")
        self.page.keyboard.type(text)
        return self

    def pick(self, target: Locator) -> "Keyboard":
        """Choose a radio with the arrows, or a box with Space, as the keyboard has it."""
        wanted = target.element_handle()
        self._tab(wanted, SAME_GROUP, 120)
        steps = self.page.evaluate(STEPS, wanted)
        for _ in range(abs(steps)):
            self._strike("ArrowDown" if steps > 0 else "ArrowUp")
        self.sees_focus()
        if not target.is_checked():
            self._strike("Space")
        assert target.is_checked(), f"{target} cannot be chosen by keyboard"
        return self

    def strike(self, *keys: str) -> "Keyboard":
        """Press keys of the house: j, k, /."""
        for key in keys:
            self._strike(key)
        return self

    def sees_focus(self) -> None:
        """See where the focus is."""
        focused = self.page.evaluate_handle("document.activeElement")
        html = self.page.evaluate("focused => focused.outerHTML.slice(0, 160)", focused)
        assert self.page.evaluate(SEEN, focused), f"the focus does not show: {html}"

    def _named(self, name: str) -> Locator:
        button = self.page.get_by_role("button", name=name, exact=True)
        link = self.page.get_by_role("link", name=name, exact=True)
        return button.or_(link).first

    def _tab(self, wanted: ElementHandle, arrived: str, most: int) -> "Keyboard":
        for _ in range(most):
            if self.page.evaluate(arrived, wanted):
                self.sees_focus()
                return self
            self._strike("Tab")
        raise AssertionError(f"{wanted} cannot be reached with Tab")
