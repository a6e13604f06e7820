// The door app begins here: it stays installed, links the device or opens the class that it is linked to.
import { Camera } from "./camera.js";
import { Clock } from "./clock.js";
import { wireDevice } from "./device.js";
import { keepInstalled } from "./installed.js";
import { measured } from "./measured.js";
import { banner, closeSheets, part, wireSheets } from "./page.js";
import { pair, showPairing, takeToken } from "./pairing.js";
import { listenToScanner } from "./scanner.js";
import { Screen } from "./screen.js";
import { Session } from "./session.js";
import { wireSheetsOf } from "./sheets.js";
import { Signals } from "./signals.js";
import { places, t } from "./texts.js";
import * as vault from "./vault.js";

const camera = new Camera(part("video"));
let pairing = null;

begin();

async function begin() {
  wireSheets();
  if (!isSecureContext || !navigator.locks || !globalThis.indexedDB) {
    part("wait").textContent = t("pair.insecure");
    return;
  }
  keepInstalled();
  addEventListener("hashchange", () => linkAnew(takeToken()));
  const token = takeToken();
  if (token) {
    offerLink();
    await linkAnew(token);
    return;
  }
  const current = await vault.read("current");
  const device = current && (await vault.readSealed(`device:${current}`, vault.QUEUE));
  if (device) {
    await open(device);
  } else {
    offerLink();
  }
}

function offerLink(words = "") {
  part("setup").hidden = false;
  part("door").hidden = true;
  pairing ??= showPairing({ camera, paired: link, words });
}

async function linkAnew(token) {
  if (token) {
    offerLink();
    await pairing.attempt(`#ghep=${token}`);
  }
}

async function link(token) {
  const device = await pair(token, new Clock());
  new BroadcastChannel("caunoi-door").postMessage({ type: "paired", device: device.device });
  // Everything begins anew, as after a restart.
  location.reload();
}

async function open(device) {
  const prefs = (await vault.read("prefs")) ?? {};
  const signals = new Signals(prefs.loud ?? true);
  const clock = new Clock((await vault.read(`clock:${device.device}`)) ?? null);
  const session = new Session({ device, clock });
  const { door } = session;
  let screen = null;

  async function enter(entry, how, taken = performance.now()) {
    if (door.hall) {
      const outcome = await door.enter(entry, how);
      closeSheets();
      screen.verdict(outcome);
      // From the picture to the verdict as it is painted.
      requestAnimationFrame(() => measured("door:verdict", taken));
    }
  }

  function ready() {
    if (screen) {
      return;
    }
    part("setup").hidden = true;
    part("door").hidden = false;
    let sheets = null;
    screen = new Screen({
      door,
      camera,
      signals,
      onAdd: () => sheets.openAdd(),
      onSearch: () => sheets.openSearch(),
      onSitting: () => sheets.openSittings(),
    });
    sheets = wireSheetsOf({ door, enter, show: (outcome) => screen.verdict(outcome) });
    wireDevice({ session, camera, signals, prefs });
    door.choose(null);
    camera.read = (text, taken) => enter(text, "camera", taken);
    listenToScanner({
      read: (text) => enter(text, text.startsWith("CN1:") ? "usb" : "short"),
      disturbed: () => banner("typing", t("banner.typing")),
    });
    camera.start(prefs.camera ?? "");
    signals.keepAwake();
  }

  session.addEventListener("ready", ready);
  session.addEventListener("waiting", (event) => {
    screen?.waiting(event.detail.count);
    part("door").dataset.waiting = event.detail.count;
  });
  session.addEventListener("trouble", ({ detail }) => banner(detail.kind, t(`banner.${detail.kind}`, detail)));
  session.addEventListener("wiped", ({ detail }) => {
    camera.stop();
    closeSheets();
    offerLink();
    const why = detail.why === "revoked" ? "revoked" : "wiped";
    banner("wiped", t(detail.count ? `banner.${why}` : `banner.${why}_all`, detail), { close: false });
  });
  addEventListener("beforeunload", (event) => door.unsaved.length && event.preventDefault());
  await session.start();
  if (!door.hall && !session.over) {
    part("wait").textContent = t("pair.no_list");
  }
}
