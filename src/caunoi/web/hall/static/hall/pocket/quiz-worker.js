// Keeps the page of a quiz that somebody is taking, with its files, so that it opens again on this phone without a network.
// What was handed in, or is not his any more, is taken out again. Everything else goes to the network as ever.
const CACHE = "caunoi-quiz";
const RUNNING = "data-cn-answers=";
const PAGE = /\/phieu\/[0-9a-f-]{36}\/$/;
const FILES = new Set(["style", "script", "font", "image"]);

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (address.origin !== self.location.origin) {
    return;
  }
  if (request.mode === "navigate" && request.method === "POST") {
    // A form that did not arrive leads back to the page that holds what was answered.
    event.respondWith(fetch(request).catch(() => Response.redirect(address.pathname.replace(/(bat-dau|gui)\/$/, ""), 303)));
  } else if (request.mode === "navigate" && PAGE.test(address.pathname)) {
    event.respondWith(page(request, address.pathname));
  } else if (request.method === "GET" && FILES.has(request.destination)) {
    event.respondWith(file(request));
  }
});

async function page(request, path) {
  const cache = await caches.open(CACHE);
  let answer;
  try {
    answer = await fetch(request);
  } catch (broken) {
    const kept = await cache.match(path);
    if (kept) {
      return kept;
    }
    throw broken;
  }
  if (answer.status < 500) {
    const running = answer.ok && (await answer.clone().text()).includes(RUNNING);
    await (running ? cache.put(path, answer.clone()) : cache.delete(path));
  }
  return answer;
}

async function file(request) {
  try {
    return await fetch(request);
  } catch (broken) {
    const kept = await (await caches.open(CACHE)).match(request, { ignoreVary: true });
    if (kept) {
      return kept;
    }
    throw broken;
  }
}
