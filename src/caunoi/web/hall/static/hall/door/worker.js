// Keeps the page and its files on the device, so that the app opens without a network after any restart. The server puts
// KEPT in front: the version, the page's address, and each file with its hash. One version is one cache: the files of
// two versions never meet, and a file that does not have its hash stops the change to the new version, not the old one.
const PREFIX = "caunoi-door-";
const CACHE = PREFIX + KEPT.version;

self.addEventListener("install", (event) => {
  event.waitUntil(keep());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(settle());
});

self.addEventListener("message", (event) => {
  if (event.data === "take-over") {
    self.skipWaiting();
  } else if (event.data === "claim") {
    event.waitUntil(self.clients.claim());
  }
});

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) {
    return;
  }
  const page = event.request.mode === "navigate" && address.pathname === KEPT.page;
  if (page || address.pathname in KEPT.files) {
    event.respondWith(answer(event.request, page ? KEPT.page : address.pathname));
  }
});

async function keep() {
  const cache = await caches.open(CACHE);
  const files = Object.entries(KEPT.files).map(([path, integrity]) => new Request(path, { integrity, cache: "no-cache" }));
  await cache.addAll([...files, new Request(KEPT.page, { cache: "reload" })]);
}

async function settle() {
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function answer(request, path) {
  const cache = await caches.open(CACHE);
  return (await cache.match(path)) ?? fetch(request);
}
