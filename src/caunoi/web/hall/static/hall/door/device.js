// The sheet "this device": what it is, its camera and sound, fetching anew, and taking the list off it.
import { closeSheets, make, openSheet, part, press } from "./page.js";
import { clock, number, t } from "./texts.js";
import * as vault from "./vault.js";

/** Wire the sheet. */
export function wireDevice({ session, camera, signals, prefs }) {
  press("more", () => draw());
  session.addEventListener("reached", () => part("more-sheet").open && draw());
  part("camera").addEventListener("change", (event) => {
    remember({ camera: event.target.value });
    camera.start(event.target.value);
  });
  part("loud").addEventListener("change", (event) => {
    signals.loud = event.target.checked;
    remember({ loud: event.target.checked });
    signals.give("pass");
  });
  press("fetch", async () => {
    session.queue.soon(true);
    part("more-note").textContent = t((await session.refresh()) ? "fetched" : "not_fetched");
    draw();
  });
  press("wipe", async () => {
    const waiting = await vault.waitingCount(session.device.device);
    part("ask-words").textContent = t("wipe.ask", { count: number(session.door.hall.people.length), waiting: number(waiting) });
    openSheet("ask-sheet");
  });
  press("ask-yes", () => {
    closeSheets();
    session.wipe("taken_off");
  });

  function remember(change) {
    Object.assign(prefs, change);
    vault.write("prefs", prefs);
  }

  async function draw() {
    const { hall } = session.door;
    if (!hall) {
      return;
    }
    const kept = await navigator.storage.persisted?.().catch(() => false);
    const facts = [
      ["class", hall.class.title],
      ["device", hall.device.label],
      ["list", t("fact.people", { time: clock(hall.made_at, session.clock.now()), count: number(hall.people.length) })],
      ["network", t(session.reached ? "fact.reached" : "fact.not_reached")],
      ["wipe", clock(hall.wipe_at, session.clock.now())],
      ["storage", t(kept ? "fact.kept" : "fact.may_go")],
    ];
    part("facts").replaceChildren(...facts.flatMap(([name, words]) => [make("dt", { text: t(`fact.${name}`) }), make("dd", { text: words })]));
    part("loud").checked = signals.loud;
    const choices = [{ id: "", label: t("camera.any") }, ...(await camera.choices())];
    part("camera").replaceChildren(...choices.map((one, at) => make("option", { text: one.label || `${at}`, value: one.id })));
    part("camera").value = prefs.camera ?? "";
  }
}
