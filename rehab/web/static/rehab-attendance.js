// The sheet in the hall: each tap is kept on the device until the server has said that it has it, so that neither a lost
// connection, a reload nor a sleeping tablet loses one. The device keeps ids, marks and instants, and no names.
"use strict";

(() => {
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const KEPT = "rehab.tap.";
  const COPIES = "rehab-fremmoede-";
  const LOOK_EVERY = 5000;
  const IDLE_AFTER = 5 * 60 * 1000;

  // The queue: one entry for each person who taps, session and row; a later tap on the row takes the place of an earlier.
  const keyOf = (who, session, row) => `${KEPT}${who}.${session}.${row}`;
  const read = (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };
  const keysOf = (prefix) => Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  const queued = (who, session) => keysOf(`${KEPT}${who}.${session}.`).map(read).filter(Boolean);
  const forget = (who, session, row, id) => {
    const key = keyOf(who, session, row);
    if (read(key)?.id === id) localStorage.removeItem(key);
  };
  const freshId = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  };
  const ticks = (count) => (count === 1 ? "1 registrering" : `${count} registreringer`);

  class LoggedOut extends Error {}
  class Refused extends Error {}
  // Whose page this is. A colleague may have logged in behind it, in another tab or while the device slept.
  const me = one("[data-base][data-who]");
  const asMe = me ? { "X-Rehab-Who": me.dataset.who } : {};
  const isJson = (answer) => (answer.headers.get("Content-Type") || "").startsWith("application/json");
  const ask = async (address, options = {}) => {
    const headers = { ...asMe, ...options.headers };
    const answer = await fetch(address, { credentials: "same-origin", cache: "no-store", ...options, headers });
    if (answer.redirected || answer.status === 401 || answer.status === 403) throw new LoggedOut();
    if (answer.status === 404) throw new Refused("Listen er ikke længere din. Spørg din koordinator.");
    if (isJson(answer)) return { status: answer.status, body: await answer.json() };
    if (answer.status === 400) return { status: 400, body: {} };
    throw new TypeError(`${answer.status}`);
  };

  let token = one("[data-sheet] input[name=csrf_token]")?.value || "";
  const post = async (base, session, taps) => {
    const once = async () => ask(`${base}/${session}/tryk`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify({ sent: Date.now(), taps }),
    });
    const renew = async () => { token = (await ask(`${base}/${session}/stilling`)).body.token; };
    if (!token) await renew();
    let answer = await once();
    // A page that was open for long, or was opened without a connection, has no token that still holds.
    if (answer.status === 400) { await renew(); answer = await once(); }
    if (answer.status !== 200) throw new Refused(answer.body.refused || "Registreringerne blev ikke modtaget.");
    return answer.body;
  };

  // The sheet that can be opened without a connection: initials and ids, for today and this person only.
  const keepCopy = async (base, session, who, day) => {
    if (!("caches" in window) || !("serviceWorker" in navigator)) return;
    const name = `${COPIES}${day}-${who}`;
    for (const other of await caches.keys()) if (other.startsWith(COPIES) && other !== name) await caches.delete(other);
    const answer = await fetch(`${base}/${session}/uden-net`, { credentials: "same-origin", headers: asMe });
    if (!answer.ok || answer.redirected) return;
    const copies = await caches.open(name);
    const parts = performance.getEntriesByType("resource").map((entry) => entry.name);
    const ours = [...new Set(parts)].filter((address) => new URL(address).pathname.startsWith("/static/"));
    await Promise.all(ours.map(async (address) => (await copies.match(address)) || copies.add(address)));
    // The page comes last: one that opens without its script would keep no tap.
    await copies.put(`${base}/${session}`, answer);
  };

  const startSheet = (form) => {
    const { sheet: session, who, base, day } = form.dataset;
    const isCopy = "copy" in form.dataset;
    const roll = one("[data-roll]", form);
    const state = one("[data-roll-saved]", form);
    const count = one("[data-roll-count]", form);
    const conflicts = new Map();
    let sending = false;
    let again = false;
    let touched = Date.now();
    let copying = 0;

    const rowOf = (id) => one(`[data-row="${CSS.escape(id)}"]`, roll);
    const choiceOf = (row) => one("input:checked", row)?.value || "";
    const shownOf = (id) => one(`input[name="v-${CSS.escape(id)}"]`, form);
    const minutesOf = (row) => one("[data-row-minutes]", row);
    const say = (text, isWaiting = false) => {
      if (state.textContent !== text) state.textContent = text;
      state.classList.toggle("is-waiting", isWaiting);
    };
    const recount = () => { count.textContent = all("[data-row]", roll).filter(choiceOf).length; };
    const tick = (row, mark) => {
      for (const choice of all("input[type=radio]", row)) choice.checked = choice.value === mark;
    };
    const note = (row, text, isConflict) => {
      const place = one("[data-row-note]", row);
      if (place.textContent !== text) place.textContent = text;
      row.classList.toggle("is-conflict", isConflict);
    };

    const apply = (answer) => {
      const waiting = new Map(queued(who, session).map((tap) => [tap.row, tap]));
      for (const [id, now] of Object.entries(answer.rows)) {
        const row = rowOf(id);
        if (!row) continue;
        if (now.conflict) conflicts.set(id, now.conflict);
        shownOf(id).value = now.mark;
        if (waiting.has(id)) continue;
        tick(row, now.mark);
        const minutes = minutesOf(row);
        if (document.activeElement !== minutes) minutes.value = now.minutes ?? "";
        note(row, conflicts.get(id) || now.note, conflicts.has(id));
      }
      recount();
    };

    const tap = (row, mark, fill = false) => {
      const id = row.dataset.row;
      const before = read(keyOf(who, session, id));
      const minutes = mark === "late" ? Number.parseInt(minutesOf(row).value, 10) : Number.NaN;
      const kept = {
        id: freshId(), row: id, mark, fill: fill && !before, at: Date.now(), paper: one("[name=paper_time]", form)?.value || "",
        shown: before ? before.shown : shownOf(id).value, minutes: Number.isNaN(minutes) ? null : minutes,
      };
      try {
        localStorage.setItem(keyOf(who, session, id), JSON.stringify(kept));
      } catch {
        say("Enheden kan ikke gemme. Brug papirarket, og tast det ind senere.", true);
        return;
      }
      conflicts.delete(id);
      note(row, "", false);
      recount();
      send();
    };

    const copy = () => {
      clearTimeout(copying);
      if (!isCopy) copying = setTimeout(() => keepCopy(base, session, who, day).catch(() => {}), 1000);
    };

    const send = async () => {
      if (sending) { again = true; return; }
      const taps = queued(who, session);
      if (!taps.length) return;
      sending = true;
      again = false;
      if (!state.classList.contains("is-waiting")) say("Gemmer …");
      try {
        const answer = await post(base, session, taps);
        for (const { id, row } of taps) if (answer.done.includes(id)) forget(who, session, row, id);
        apply(answer);
        say(answer.gone || (conflicts.size ? "Gemt. Læs beskeden ved en deltager." : "Gemt"), Boolean(answer.gone));
        copy();
        again ||= queued(who, session).length > 0;
      } catch (fault) {
        again = false;
        const left = queued(who, session).length;
        if (fault instanceof LoggedOut) {
          say(`Du er logget af. ${ticks(left)} ligger på enheden og sendes, når du logger ind igen.`, true);
        } else if (fault instanceof Refused) {
          say(`${fault.message} ${ticks(left)} ligger stadig på enheden.`, true);
        } else {
          say(`Gemmes når forbindelsen er tilbage: ${left}`, true);
        }
      }
      sending = false;
      if (again) send();
    };

    // What a colleague taps on another tablet is seen here, as long as somebody is looking.
    const look = async () => {
      if (sending || document.hidden || Date.now() - touched > IDLE_AFTER) return;
      try {
        const { body } = await ask(`${base}/${session}/stilling`);
        token = body.token;
        if (!sending) apply(body);
        if (state.classList.contains("is-waiting")) say("Forbindelsen er tilbage");
      } catch (fault) {
        if (fault instanceof LoggedOut) say("Du er logget af. Log ind igen for at fortsætte.", true);
        else if (!(fault instanceof Refused)) say("Ingen forbindelse. Du kan fortsætte; det gemmes på enheden.", true);
      }
    };

    for (const kept of queued(who, session)) {
      const row = rowOf(kept.row);
      if (!row) continue;
      tick(row, kept.mark);
      if (kept.minutes !== null) minutesOf(row).value = kept.minutes;
    }
    for (const button of all("[data-roll-save]", form)) button.hidden = true;
    for (const button of all("[data-roll-all]", form)) {
      button.hidden = false;
      button.addEventListener("click", () => {
        for (const row of all("[data-row]", roll)) {
          if (choiceOf(row)) continue;
          tick(row, button.dataset.rollAll);
          tap(row, button.dataset.rollAll, true);
        }
      });
    }
    roll.addEventListener("change", (event) => {
      const row = event.target.closest("[data-row]");
      if (event.target.type === "radio") tap(row, event.target.value);
      else if (choiceOf(row) === "late") tap(row, "late");
    });
    for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, () => { touched = Date.now(); });
    form.addEventListener("submit", (event) => { event.preventDefault(); send(); });
    addEventListener("online", () => (queued(who, session).length ? send() : look()));
    document.addEventListener("visibilitychange", () => { if (!document.hidden) { touched = Date.now(); send(); } });
    setInterval(() => (queued(who, session).length ? send() : look()), LOOK_EVERY);
    recount();
    send();
    copy();
  };

  // What waits for other sessions is sent from the list of the day, too; and the log-in page says that something waits.
  const sendOthers = async (base, who, besides) => {
    const sessions = new Set(keysOf(`${KEPT}${who}.`).map((key) => key.split(".")[3]));
    for (const session of sessions) {
      if (session === besides) continue;
      const taps = queued(who, session);
      const answer = await post(base, session, taps);
      for (const { id, row } of taps) if (answer.done.includes(id)) forget(who, session, row, id);
    }
  };
  const sayWaiting = () => {
    for (const place of all("[data-waiting-taps]")) {
      const { who } = place.dataset;
      const mine = who ? keysOf(`${KEPT}${who}.`).length : 0;
      const others = keysOf(KEPT).length - mine;
      const said = [];
      if (mine) said.push(`${ticks(mine)} af fremmøde ligger på enheden og er ikke sendt endnu.`);
      if (others && who) said.push(`${ticks(others)} på enheden er en andens. De sendes, når vedkommende logger ind her.`);
      if (others && !who) said.push(`${ticks(others)} af fremmøde ligger på enheden. Log ind, og åbn Fremmøde, for at sende.`);
      one("[data-waiting-text]", place).textContent = said.join(" ");
      place.hidden = !said.length;
      // Some can never be sent: the session was cancelled, or is no longer one's own.
      const drop = one("[data-waiting-drop]", place);
      if (drop) drop.hidden = !mine;
    }
  };

  for (const button of all("[data-waiting-drop]")) {
    button.addEventListener("click", () => {
      if (!confirm("Registreringerne er ikke sendt og går tabt. Fjern dem fra enheden?")) return;
      keysOf(`${KEPT}${button.closest("[data-who]").dataset.who}.`).forEach((key) => localStorage.removeItem(key));
      sayWaiting();
    });
  }

  const forms = all("form[data-sheet]");
  for (const form of forms) startSheet(form);
  if (me) sendOthers(me.dataset.base, me.dataset.who, me.dataset.sheet).catch(() => {}).finally(sayWaiting);
  else sayWaiting();
  if (me && "serviceWorker" in navigator) navigator.serviceWorker.register(`${me.dataset.base}/uden-net.js`).catch(() => {});
  // Whoever leaves takes the copies along; what is not sent yet stays, and is said on the log-in page.
  if (!me && "caches" in window) {
    caches.keys().then((names) => names.filter((name) => name.startsWith(COPIES)).forEach((name) => caches.delete(name)));
  }
})();
