// Conveniences on top of pages that work without them: keys, the clock's "Hvorfor?", and focus on errors.
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
    for (const open of all("[data-why][open], [data-folds][open]")) if (!open.contains(event.target)) open.open = false;
  });

  // "Mere" lies over the page: Escape folds it, and so does moving on with Tab.
  for (const fold of all("[data-folds]")) {
    fold.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && fold.open) { fold.open = false; one("summary", fold).focus(); }
    });
    fold.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !fold.contains(event.relatedTarget)) fold.open = false;
    });
  }

  // A list keeps its place while one of its rows is open: the row and how far down, by addresses alone and in this tab only.
  // What leads to a row's pages is kept too, so that they can lead back. Whoever logs in begins with nothing. A list
  // that has something to say begins at its top. What a search found is the answer to a form, and takes its own address from data-list:
  // the browser's Back and reload then ask for it again instead of sending the form once more.
  if (one("[autocomplete=current-password]")) sessionStorage.clear();
  const list = one("[data-list]")?.dataset.list;
  if (list && list !== location.pathname + location.search) history.replaceState(history.state, "", list);
  const here = list ?? location.pathname + location.search;
  const kept = (key) => JSON.parse(sessionStorage.getItem(key));
  const keep = (key, value) => sessionStorage.setItem(key, JSON.stringify(value));
  const opened = kept("opened");
  const isOfRow = Boolean(opened) && location.pathname.startsWith(opened.path);
  const back = one("[data-back]");
  if (back && isOfRow) {
    one("a", back).href = opened.list;
    back.hidden = false;
  }
  let leaving = null;
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const cover = link && rows().find((each) => each.closest("tr, .board__card")?.contains(link));
    if (!cover) return;
    leaving = { path: cover.pathname, at: rows().indexOf(cover), top: scrollY };
    if (!isOfRow) keep("opened", { list: here, path: cover.pathname });
  });
  addEventListener("pagehide", () => {
    if (leaving) keep(here, leaving);
    else sessionStorage.removeItem(here);
    keep("last", location.pathname);
  });
  addEventListener("pageshow", (event) => {
    const place = kept(here);
    const [arrival] = performance.getEntriesByType("navigation");
    const wentBack = event.persisted || arrival?.type === "back_forward";
    leaving = null;
    if (one(".flash")) return;
    if (!place || !(wentBack || kept("last")?.startsWith(place.path))) return;
    const links = rows();
    const isIt = (link) => link?.pathname === place.path;
    const link = isIt(links[place.at]) ? links[place.at] : links.find(isIt);
    if (!link) return;
    const fold = link.closest("details");
    if (fold) fold.open = true;
    link.setAttribute("aria-current", "true");
    link.focus({ preventScroll: true });
    scrollTo(0, place.top);
    link.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
})();
