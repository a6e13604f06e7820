// Keeps the app installed for a start without a network: tried again until it stands, for the network of a hall breaks.
import { places } from "./texts.js";

const FIRST_MS = 1000;
const LAST_MS = 30_000;

/** Install the shell for the next start; a newer one that waits takes over now, before anybody began to work. */
export async function keepInstalled() {
  const { serviceWorker } = navigator;
  if (!serviceWorker) {
    return;
  }
  for (let pause = FIRST_MS; !(await install(serviceWorker)); pause = Math.min(pause * 2, LAST_MS)) {
    await networkOr(pause);
  }
}

async function install(serviceWorker) {
  const installed = await serviceWorker.register(places.worker, { scope: places.page, updateViaCache: "none" }).catch(() => null);
  if (!installed) {
    // Without a network the one from before goes on.
    return Boolean(serviceWorker.controller);
  }
  if (installed.waiting && serviceWorker.controller) {
    serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
    installed.waiting.postMessage("take-over");
    return true;
  }
  const worker = installed.active ?? installed.waiting ?? installed.installing;
  if (!worker || (await settled(worker)) === "redundant") {
    return Boolean(serviceWorker.controller);
  }
  if (!serviceWorker.controller) {
    // A page that was on its way while the worker began to answer was not among those it took over.
    worker.postMessage("claim");
  }
  return true;
}

function settled(worker) {
  return new Promise((done) => {
    const look = () => ["activated", "redundant"].includes(worker.state) && done(worker.state);
    worker.addEventListener("statechange", look);
    look();
  });
}

function networkOr(ms) {
  return new Promise((on) => {
    setTimeout(on, ms);
    addEventListener("online", on, { once: true });
  });
}
