// Conveniences on top of pages that work without them: keys, the clock's "Hvorfor?", focus on errors, and a sheet that saves itself.
"use strict";

(() => {
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // Errors first: whoever listens hears the summary, and its links put the focus in the field itself.
  const summary = one("[data-error-summary]");
  if (summary) {
    summary.focus();
    summary.addEventListener("click", (event) => {
      const link = event.target.closest("a[href^='#']");
      const target = link && document.getElementById(link.hash.slice(1));
      if (!target) return;
      event.preventDefault();
      const field = target.matches("fieldset") ? one("input", target) || target : target;
      field.focus();
      (field.closest(".form-group") || field).scrollIntoView({ block: "center" });
    });
  }

  // Buttons that open a dialog are only shown when there is a script to open it.
  for (const button of all("[data-opens]")) {
    const dialog = document.getElementById(button.dataset.opens);
    if (!dialog || !dialog.showModal) continue;
    button.hidden = false;
    button.addEventListener("click", () => dialog.showModal());
    one("[data-closes]", dialog)?.addEventListener("click", () => dialog.close());
  }

  const rows = () => all("[data-rows] .cover, .board .cover");
  const step = (by) => {
    const links = rows();
    if (!links.length) return;
    const at = links.indexOf(document.activeElement);
    const next = at < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(Math.max(at + by, 0), links.length - 1);
    links[next].focus();
    links[next].scrollIntoView({ block: "nearest" });
  };
  const keys = {
    "/": () => one("[data-search]")?.focus(),
    j: () => step(1),
    k: () => step(-1),
    "?": () => document.getElementById("genveje")?.showModal(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest("input, select, textarea, dialog, [contenteditable]")) return;
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  // "Hvorfor?" opens at a pause of the pointer and closes when it leaves; a click keeps it; Escape and a click outside close it.
  for (const why of all("[data-why]")) {
    let kept = false;
    let timer = 0;
    const label = one("summary", why);
    label.addEventListener("click", (event) => {
      clearTimeout(timer);
      if (why.open && !kept) event.preventDefault();
      kept = !kept;
    });
    label.addEventListener("pointerenter", (event) => {
      if (event.pointerType === "mouse") timer = setTimeout(() => { why.open = true; }, 250);
    });
    why.addEventListener("pointerleave", () => { clearTimeout(timer); if (!kept) why.open = false; });
    why.addEventListener("toggle", () => {
      if (!why.open) { kept = false; return; }
      for (const other of all("[data-why][open]")) if (other !== why) other.open = false;
    });
    why.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && why.open) { why.open = false; label.focus(); }
    });
  }
  document.addEventListener("click", (event) => {
    for (const why of all("[data-why][open]")) if (!why.contains(event.target)) why.open = false;
  });

  // The attendance sheet. Without a script it is a form with a button. With one, each tick sends the whole form, so a lost
  // answer is mended by the next; what is not yet received is counted on the screen and sent when the connection is back.
  for (const form of all("form[data-autosave]")) {
    const roll = one("[data-roll]", form);
    const count = one("[data-roll-count]", form);
    const state = one("[data-roll-saved]", form);
    const groups = () => all("fieldset", roll);
    const waiting = new Map();
    let sending = false;

    const recount = () => { count.textContent = groups().filter((group) => one("input:checked", group)).length; };
    const say = (text, isWaiting = false) => {
      state.textContent = text;
      state.classList.toggle("is-waiting", isWaiting);
    };
    const send = async () => {
      if (sending || !waiting.size) return;
      sending = true;
      const sent = [...waiting];
      say("Gemmer …");
      try {
        const answer = await fetch(form.action, { method: "POST", body: new FormData(form), credentials: "same-origin" });
        const elsewhere = answer.redirected && new URL(answer.url).pathname !== location.pathname;
        if (!answer.ok || elsewhere) {
          say("Kunne ikke gemmes. Tryk på Gem, og læs beskeden.", true);
          sending = false;
          return;
        }
        // The next save must carry the version and the token of this one.
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
        for (const field of all("input[type=hidden]", form)) {
          const now = one(`input[type=hidden][name="${CSS.escape(field.name)}"]`, fresh);
          if (now) field.value = now.value;
        }
        for (const [name, value] of sent) if (waiting.get(name) === value) waiting.delete(name);
        // What somebody else marked meanwhile is shown, so that it is not sent back as it was before.
        for (const choice of all("input[type=radio]", roll)) {
          const now = fresh.getElementById(choice.id);
          if (now && !waiting.has(choice.name)) choice.checked = now.checked;
        }
        recount();
        say("Gemt");
      } catch {
        say(`Gemmes når forbindelsen er tilbage: ${waiting.size}`, true);
      }
      sending = false;
      if (navigator.onLine && sent.some(([name, value]) => waiting.has(name) && waiting.get(name) !== value)) send();
    };
    roll.addEventListener("change", (event) => { waiting.set(event.target.name, event.target.value); recount(); send(); });
    for (const button of all("[data-roll-all]", form)) {
      button.hidden = false;
      button.addEventListener("click", () => {
        for (const group of groups()) {
          const choice = one(`input[value="${CSS.escape(button.dataset.rollAll)}"]`, group);
          if (choice && !one("input:checked", group)) { choice.checked = true; waiting.set(choice.name, choice.value); }
        }
        recount();
        send();
      });
    }
    form.addEventListener("submit", () => waiting.clear());
    addEventListener("online", send);
    setInterval(send, 15000);
    addEventListener("beforeunload", (event) => { if (waiting.size) event.preventDefault(); });
  }
})();
