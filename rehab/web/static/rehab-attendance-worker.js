// Opens today's sheet when there is no connection, from the copy its page put aside. It never answers before the network.
"use strict";

const COPIES = "rehab-fremmoede-";
const today = () => new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Copenhagen" }).format(new Date());

const todaysCopy = async (request) => {
  for (const name of await caches.keys()) {
    if (!name.startsWith(COPIES)) continue;
    if (!name.startsWith(COPIES + today())) { await caches.delete(name); continue; }
    const found = await (await caches.open(name)).match(request, { ignoreSearch: true });
    if (found) return found;
  }
  return undefined;
};

const offline = () => new Response(
  "<!doctype html><html lang=da><meta charset=utf-8><meta name=viewport content='width=device-width'>"
  + "<title>Ingen forbindelse</title><h1>Ingen forbindelse</h1>"
  + "<p>Siden kan ikke åbnes uden net. En liste, du har åbnet tidligere i dag, kan; ellers brug papirarket.</p></html>",
  { status: 503, headers: { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": "default-src 'none'" } },
);

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(async () => (await todaysCopy(request)) || offline()));
  } else if (address.pathname.startsWith("/static/")) {
    event.respondWith(fetch(request).catch(async () => (await todaysCopy(request)) || Response.error()));
  }
});
