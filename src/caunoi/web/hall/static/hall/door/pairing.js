// A device becomes the door of a class: by a link that holds once, whose secret part never leaves the browser's address.
import { part, press } from "./page.js";
import { Refused, ask } from "./server.js";
import { places, t } from "./texts.js";
import * as vault from "./vault.js";

const MARK = "#ghep=";

/** The token of a link, "" for what is none of this office. */
export function tokenOf(text) {
  const at = text.indexOf(MARK);
  if (at < 0) {
    return "";
  }
  const before = text.slice(0, at);
  const own = location.origin + places.page;
  return before === "" || before === own || before === places.page ? text.slice(at + MARK.length).trim() : "";
}

/** The token in the page's own address, taken out of it at once. */
export function takeToken() {
  const token = tokenOf(location.hash);
  if (token) {
    history.replaceState(null, "", places.page);
  }
  return token;
}

/** Exchange the token for the device's own secret and keep it, sealed; gives the device. Throws Refused, TypeError. */
export async function pair(token, clock) {
  const { answer, sent } = await ask("ghep/", { body: { token } });
  const device = { device: answer.device, secret: answer.secret, label: answer.label, class: answer.class };
  await vault.writeSealed(`device:${device.device}`, vault.QUEUE, device);
  await vault.write(`clock:${device.device}`, clock.heard(answer.now, sent));
  await vault.write("current", device.device);
  // Asked for, not relied on: a browser that says no may clear what it holds when a phone runs out of room.
  await navigator.storage.persist?.().catch(() => false);
  return device;
}

/** Show the page that links the device; `paired(token)` does it and may throw. */
export function showPairing({ camera, paired, words = "" }) {
  part("wait").hidden = true;
  part("pair").hidden = false;
  if (words) {
    part("pair-words").textContent = words;
  }

  async function attempt(text) {
    const token = tokenOf(text);
    if (!token) {
      fault(t("pair.bad_link"));
      return;
    }
    try {
      await paired(token);
    } catch (trouble) {
      fault(trouble instanceof Refused && trouble.words ? trouble.words : t("pair.no_network"));
    }
  }

  function stopLooking() {
    camera.stop();
    part("pair-look").hidden = true;
    part("setup").classList.remove("door-setup--looking");
  }

  press("pair-camera", async () => {
    fault("");
    camera.read = async (text) => {
      stopLooking();
      await attempt(text);
    };
    await camera.start();
    if (camera.fault) {
      fault(t("pair.no_camera"));
      return;
    }
    part("pair-look").hidden = false;
    part("setup").classList.add("door-setup--looking");
    part("pair-stop").focus();
  });
  press("pair-stop", stopLooking);
  part("pair-form").addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(document.getElementById("door-link").value.trim());
  });
  return { attempt };
}

function fault(words) {
  part("pair-fault").textContent = words;
  part("pair-fault").hidden = !words;
}
