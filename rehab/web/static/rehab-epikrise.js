/* Let the page at the right follow what is written at the left. Without this it shows what was last saved. */
"use strict";

function mirror(area) {
  const target = document.getElementById(area.dataset.mirror);
  if (!target) return;
  const lines = area.value.split("\n");
  const blocks = [];
  let list = null;
  let paragraph = null;
  for (const line of lines) {
    const bullet = /^\s*[-–•*]\s+(\S.*)$/.exec(line);
    if (!line.trim()) {
      list = paragraph = null;
    } else if (bullet) {
      paragraph = null;
      if (!list) {
        list = document.createElement("ul");
        list.className = "paper__list";
        blocks.push(list);
      }
      const item = document.createElement("li");
      item.textContent = bullet[1];
      list.append(item);
    } else {
      list = null;
      if (paragraph) {
        paragraph.append(document.createElement("br"));
      } else {
        paragraph = document.createElement("p");
        blocks.push(paragraph);
      }
      paragraph.append(line.trim());
    }
  }
  if (!blocks.length) {
    const missing = document.createElement("p");
    missing.className = "paper__missing";
    missing.textContent = "Ikke udfyldt endnu";
    blocks.push(missing);
  }
  target.replaceChildren(...blocks);
}

for (const area of document.querySelectorAll("textarea[data-mirror]")) {
  area.addEventListener("input", () => mirror(area));
  mirror(area);
}
const aside = document.querySelector("#papir .card-box__head .muted");
if (aside) aside.textContent = "følger det, du skriver";
