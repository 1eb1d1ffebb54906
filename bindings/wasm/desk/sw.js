// Keeps the pages for the time without a network. Everything of one version is kept together, under the digest of its
// files; nothing else is ever answered, asked for or kept.

const VERSION = "__VERSION__";
const FILES = __FILES__;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(VERSION).then((cache) => cache.addAll(FILES.map((file) => new Request(file, { cache: "reload" })))));
});

// Older versions go when no page uses them any more.
self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("zhengzhao-") && name !== VERSION;
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name)))).then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET" || !event.request.url.startsWith(self.registration.scope)) return;
  event.respondWith(caches.open(VERSION).then((cache) => cache.match(event.request, { ignoreSearch: true }).then((kept) => kept || fetch(event.request))));
});
