// Keeps the shell, the styles and the scripts for pages without signal; never a personal page, never an answer to a form.
"use strict";
const { halaman, statis, versi } = {{ isi|safe }};
const GUDANG = `luring-${versi}`;

addEventListener("install", (e) => {
  // Without cookies: what is kept here is nobody's.
  const daftar = [halaman, ...statis].map((url) => new Request(url, { credentials: "omit", cache: "no-cache" }));
  e.waitUntil(caches.open(GUDANG).then((gudang) => gudang.addAll(daftar)).then(() => skipWaiting()));
});

addEventListener("activate", (e) => {
  const buang = (nama) => Promise.all(nama.filter((n) => n.startsWith("luring-") && n !== GUDANG).map((n) => caches.delete(n)));
  e.waitUntil(caches.keys().then(buang).then(() => clients.claim()));
});

addEventListener("fetch", (e) => {
  const { pathname, origin } = new URL(e.request.url);
  if (e.request.method !== "GET" || origin !== location.origin) return;
  if (statis.includes(pathname)) e.respondWith(caches.match(pathname).then((ada) => ada || fetch(e.request)));
  else if (e.request.mode === "navigate") e.respondWith(fetch(e.request).catch(() => caches.match(halaman)));
});
