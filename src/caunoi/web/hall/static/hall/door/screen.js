// What stands on the screen while the door is open: the verdict, the figures, the last five, the tools.
import { banner, make, openSheet, part, press } from "./page.js";
import { ADMITTED, PASSES } from "./rules.js";
import { clock, number, t } from "./texts.js";

const PASS_MS = 2000;
const STOP_MS = 5000;
// These offer something to do, so they stay until somebody chose.
const STAYS = new Set(["not_listed", "withdrawn", "no_sitting"]);
const ADDS = new Set(["not_listed", "withdrawn"]);
const SEARCHES = new Set(["replaced", "cancelled", "forged", "unreadable"]);
const CHOOSES = new Set(["no_sitting", "wrong_sitting"]);

export class Screen {
  constructor({ door, camera, signals, onAdd, onSearch, onSitting }) {
    Object.assign(this, { door, camera, signals });
    this.hiding = null;
    this.due = false;
    // A touch anywhere goes on; the button says so to who looks for one.
    press("verdict", () => this.hide());
    press("act-add", () => onAdd(this.shown));
    press("act-search", onSearch);
    press("act-sitting", onSitting);
    press("sitting", onSitting);
    press("in", () => this.#lead(false));
    press("out", () => this.#lead(true));
    press("undo", () => this.undo());
    press("light", () => camera.light(!camera.lit));
    press("more", () => openSheet("more-sheet"));
    camera.addEventListener("state", () => this.#drawCamera());
    door.addEventListener("change", () => this.#soon());
    setInterval(() => this.#soon(), 20_000);
    this.#drawCamera();
  }

  /** Show what a code came to, for eyes, ears and hands. */
  verdict(outcome) {
    const { code, person } = outcome;
    const pass = PASSES.has(code);
    const panel = part("verdict");
    this.shown = outcome;
    panel.dataset.tone = pass ? "pass" : "stop";
    panel.dataset.code = code;
    const word = t(`verdict.${code}`, { time: outcome.at === null ? "" : clock(outcome.at, outcome.now) });
    part("verdict-word").textContent = word;
    part("verdict-name").textContent = person?.n ?? "";
    part("verdict-unit").textContent = person?.u ?? "";
    part("verdict-more").textContent = this.#more(outcome);
    part("act-on").hidden = pass;
    part("act-add").hidden = !ADDS.has(code);
    part("act-search").hidden = !SEARCHES.has(code);
    part("act-sitting").hidden = !CHOOSES.has(code);
    panel.hidden = false;
    panel.scrollTop = 0;
    this.signals.give(pass ? "pass" : "stop");
    this.#say([word, person?.n, person?.u, part("verdict-more").textContent]);
    clearTimeout(this.hiding);
    if (!STAYS.has(code)) {
      this.hiding = setTimeout(() => this.hide(), pass ? PASS_MS : STOP_MS);
    }
  }

  hide() {
    part("verdict").hidden = true;
  }

  async undo() {
    const last = await this.door.undo();
    this.hide();
    const words = last ? t("undone", { name: this.door.personOf(last)?.n ?? t("nobody") }) : t("nothing_to_undo");
    part("hint").textContent = words;
    this.#say([words]);
  }

  /** How many scans wait; always on the screen. */
  waiting(count) {
    const place = part("waiting");
    place.textContent = count ? t("waiting.some", { count: number(count) }) : t("waiting.none");
    place.toggleAttribute("data-some", count > 0);
    place.dataset.count = count;
    banner("full", this.door.unsaved.length ? t("banner.full", { count: this.door.unsaved.length }) : "", { close: false });
  }

  /** Draw once for many changes of one moment. */
  #soon() {
    if (!this.due && this.door.hall) {
      this.due = true;
      requestAnimationFrame(() => {
        this.due = false;
        this.#draw();
      });
    }
  }

  #draw() {
    const { door } = this;
    const { inside, of } = door.counts();
    const held = door.hall.sittings.find((one) => one.id === door.sitting);
    part("title").textContent = door.hall.class.title;
    part("title").title = door.hall.class.title;
    part("sitting-name").textContent = held?.name ?? t("sitting.none");
    part("inside").textContent = number(inside);
    part("of").textContent = `/${number(of)}`;
    part("in").setAttribute("aria-pressed", String(!door.leaving));
    part("out").setAttribute("aria-pressed", String(door.leaving));
    part("last").replaceChildren(...door.last().map((one) => this.#line(one)));
  }

  #line({ scan, person, undone, at }) {
    const tag = { in: scan.verdict, out: "out" }[scan.kind] ?? scan.verdict;
    const shown = ADMITTED.has(scan.verdict) ? tag : "stopped";
    return make("li", {
      className: undone ? "door-last__undone" : "",
      children: [
        make("span", { text: clock(at) }),
        make("span", { text: person?.n ?? t("nobody") }),
        make("span", { text: t(`tag.${undone ? "undone" : shown}`), className: "door-last__tag" }),
      ],
    });
  }

  #drawCamera() {
    const { camera } = this;
    const running = camera.running;
    part("aim").hidden = !running;
    part("hint").textContent = t(`hint.${running ? "aim" : camera.fault || "opening"}`);
    part("light").hidden = !camera.canLight;
    part("light").setAttribute("aria-pressed", String(camera.lit));
  }

  #lead(out) {
    this.door.leaving = out;
    this.hide();
    this.#draw();
  }

  #more({ code, at, by, now, minutes, person }) {
    if (code === "again") {
      const here = by === this.door.hall.device.label;
      return t(here ? "more.again_here" : "more.again", { time: clock(at, now), by });
    }
    if (code === "out" || code === "back") {
      return at === null ? "" : t(`more.${code}`, { time: clock(at, now) });
    }
    if (code === "in_late") {
      return t("more.in_late", { minutes });
    }
    if (code === "in") {
      const added = person.k === "walk_in" ? t("more.walk_in") : "";
      return [person.for ? t("more.substitute", { name: person.for }) : "", added].filter(Boolean).join(" · ");
    }
    return t(`more.${code}`);
  }

  #say(words) {
    // Emptied first: the same sentence twice would not be read twice.
    part("live").textContent = "";
    setTimeout(() => (part("live").textContent = words.filter(Boolean).join(". ")), 30);
  }
}
