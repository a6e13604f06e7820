// The door as this device knows it: the roster, what was scanned here and elsewhere, and every decision made on the spot.
import { trueTime } from "./attendance.js";
import { newId } from "./ids.js";
import { ADMITTED, NOT_KEPT, decide, isInside, kept, refusal, shortCode, sittingAt } from "./rules.js";
import { fold } from "./texts.js";
import * as vault from "./vault.js";

const LAST = 5;
const RETRY_MS = 4000;

/**
 * Events: "change" (counts, last ones, sitting), "waiting" (something new waits to be sent), "storage" (full, or not
 * any more). `channel` tells other tabs of the same device.
 */
export class Door extends EventTarget {
  constructor({ device, clock, channel }) {
    super();
    Object.assign(this, { device, clock, channel });
    this.hall = null;
    this.leaving = false;
    this.chosen = null;
    this.own = [];
    this.others = new Map();
    this.unsaved = [];
    this.events = new Map();
  }

  /** Take the roster, and the events that it brings of all devices. */
  useRoster(hall, later = []) {
    this.hall = hall;
    // Of its own scans the device knows more than the server had when it made the list.
    this.others = new Map();
    this.#add([...hall.seen, ...later]);
    this.#sortOut();
  }

  /** Take what lies in the queue from before. */
  useScans(scans) {
    this.own = scans;
    this.#sortOut();
  }

  /** Take what other devices did. */
  learn(seen) {
    this.#add(seen);
    this.#sortOut();
  }

  /** What is told twice happened once. */
  #add(seen) {
    for (const one of seen) {
      if (one.by !== this.hall?.device.label) {
        this.others.set(`${one.e} ${one.sitting} ${one.kind} ${one.at} ${one.by}`, one);
      }
    }
  }

  /** A scan of another tab of this device. */
  hear(scan) {
    this.own.push(scan);
    this.#sortOut();
  }

  /** The sitting that is scanned for: the one chosen by hand, else the one of the hour; null for none. */
  get sitting() {
    return this.chosen ?? (this.hall ? sittingAt(this.hall, this.clock.now()) : null);
  }

  /** Choose a sitting by hand; null lets the hour choose. */
  choose(sitting) {
    this.chosen = sitting;
    this.#changed();
  }

  /** Decide about a code, a short code or an enrolment, keep it, and give what the screen shows. */
  async enter(entry, how) {
    const now = this.clock.now();
    const { sitting } = this;
    const scans = typeof entry === "number" ? this.#eventsOf(entry, sitting) : this.#allOf(sitting);
    const verdict = await decide(this.hall, entry, { now, sitting, leaving: this.leaving, scans });
    const outcome = { ...verdict, now, person: this.hall.byEnrolment.get(verdict.e) ?? null, scan: null };
    if (NOT_KEPT.has(verdict.code)) {
      return outcome;
    }
    const kind = this.leaving ? "out" : "in";
    outcome.scan = await this.#keep({ e: verdict.e, t: verdict.t, sitting, kind, how, verdict: verdict.code });
    return outcome;
  }

  /** Write down somebody who is on no list; with `insteadOf` (an enrolment) as his substitute. */
  async walkIn({ name, unit, insteadOf = null }) {
    const { sitting } = this;
    const now = this.clock.now();
    const code = sitting === null ? "no_sitting" : "in";
    const person = { e: null, n: name, u: unit, k: "walk_in", for: this.hall.byEnrolment.get(insteadOf)?.n ?? null };
    const outcome = { code, e: null, sitting, minutes: null, at: null, by: null, now, person, scan: null };
    if (code === "in") {
      const kind = insteadOf === null ? "walk_in" : "substitute";
      outcome.scan = await this.#keep({
        e: null, t: null, sitting, kind, how: "typed", verdict: code, walk_in: { name, unit }, instead_of: insteadOf,
      });
    }
    return outcome;
  }

  /** The scan that "undo" would take back: the last of this device that let somebody pass; null where none is. */
  get undoable() {
    const undone = new Set(this.own.map((scan) => scan.of).filter(Boolean));
    const last = this.own.findLast((scan) => scan.kind !== "undo" && !undone.has(scan.id) && counts(scan));
    return last ?? null;
  }

  /** Take the last one back; gives what was taken back, null where there was nothing. */
  async undo() {
    const last = this.undoable;
    if (last) {
      await this.#keep({ e: last.e, t: last.t, sitting: last.sitting, kind: "undo", how: "typed", verdict: last.verdict, of: last.id });
    }
    return last;
  }

  /** How many are in at the sitting, of how many who may come. */
  counts() {
    const { sitting } = this;
    const expected = this.hall.people.filter((person) => !refusal(person, sitting));
    const inside = expected.filter((person) => isInside(this.#eventsOf(person.e, sitting))).length;
    return { inside: inside + this.#guests(sitting).length, of: expected.length };
  }

  /** The last few that this device let pass or stopped, newest first: `{scan, person, undone}`. */
  last() {
    const undone = new Set(this.own.map((scan) => scan.of).filter(Boolean));
    const shown = this.own.filter((scan) => scan.kind !== "undo").slice(-LAST).reverse();
    return shown.map((scan) => ({ scan, person: this.personOf(scan), undone: undone.has(scan.id), at: this.#timeOf(scan) }));
  }

  /** Who a scan is about: `{n, u}`; null where the device does not know. */
  personOf(scan) {
    return scan.walk_in ? { n: scan.walk_in.name, u: scan.walk_in.unit } : (this.hall?.byEnrolment.get(scan.e) ?? null);
  }

  /** Events of one person at the sitting, those taken back left out, oldest first. */
  seenOf(enrolment) {
    return kept(this.#eventsOf(enrolment, this.sitting));
  }

  /** People whose name, given name first, or short code begins as was typed; marks and capitals are nothing. */
  search(text, most = 30) {
    const words = fold(text).split(" ").filter(Boolean);
    if (!words.length) {
      return [];
    }
    const whole = words.join(" ");
    const found = [];
    for (const person of this.hall.people) {
      const rank = rankOf(person, words, whole);
      if (rank < 9) {
        found.push([rank, person]);
      }
    }
    found.sort(([one, a], [other, b]) => one - other || (a.f < b.f ? -1 : 1));
    return found.slice(0, most).map(([, person]) => person);
  }

  /** Put aside what could not be stored; tried again until it can. Never dropped. */
  async saveAgain() {
    while (this.unsaved.length) {
      try {
        await this.#store(this.unsaved[0]);
      } catch {
        setTimeout(() => this.saveAgain(), RETRY_MS);
        return;
      }
      this.unsaved.shift();
    }
    this.dispatchEvent(new Event("storage"));
    this.dispatchEvent(new Event("waiting"));
  }

  async #keep(said) {
    const scan = { id: newId(), walk_in: null, instead_of: null, ...said, ...this.clock.reading() };
    try {
      await this.#store(scan);
    } catch {
      const idle = !this.unsaved.length;
      this.unsaved.push(scan);
      this.dispatchEvent(new Event("storage"));
      if (idle) {
        setTimeout(() => this.saveAgain(), RETRY_MS);
      }
    }
    this.own.push(scan);
    this.#file(scan, this.hall.device.label, this.#timeOf(scan));
    this.channel.postMessage({ type: "scan", scan, device: this.device.device });
    this.#changed();
    this.dispatchEvent(new Event("waiting"));
    return scan;
  }

  async #store(scan) {
    try {
      scan.seq = await vault.putScan(this.device.device, scan);
    } catch {
      // Room is made by what the server has already: the memory of this page still knows it.
      await vault.forgetTaken(this.device.device);
      scan.seq = await vault.putScan(this.device.device, scan);
    }
  }

  #sortOut() {
    this.events.clear();
    for (const one of this.others.values()) {
      this.#file(one, one.by, one.at);
    }
    for (const scan of this.hall ? this.own : []) {
      this.#file(scan, this.hall.device.label, this.#timeOf(scan));
    }
    this.#changed();
  }

  #file(event, by, at) {
    if (event.e === null || !counts(event)) {
      return;
    }
    const key = `${event.e}:${event.sitting}`;
    const { id, e, sitting, kind, of } = event;
    const row = this.events.get(key) ?? [];
    row.push({ id, e, sitting, kind, of, at, by });
    this.events.set(key, row);
  }

  #timeOf(scan) {
    const { contact } = this.clock;
    return contact ? trueTime(scan, contact, { server: contact.server }).at : scan.at + (scan.offset ?? 0);
  }

  #eventsOf(enrolment, sitting) {
    return this.events.get(`${enrolment}:${sitting}`) ?? [];
  }

  #allOf(sitting) {
    return [...this.events.values()].flat().filter((event) => event.sitting === sitting);
  }

  /** Own walk-ins that no newer list knows by name. */
  #guests(sitting) {
    const undone = new Set(this.own.map((scan) => scan.of).filter(Boolean));
    const known = new Set(this.hall.people.map((person) => `${fold(person.n)}|${fold(person.u)}`));
    return this.own.filter(
      (scan) => scan.walk_in && scan.sitting === sitting && !undone.has(scan.id) && !known.has(`${fold(scan.walk_in.name)}|${fold(scan.walk_in.unit)}`),
    );
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}

/** Whether an event says that somebody came, went, or that this was taken back. */
function counts(event) {
  return !event.verdict || ADMITTED.has(event.verdict);
}

function rankOf(person, words, whole) {
  if (person.f.startsWith(whole)) {
    return 0;
  }
  if (fold(person.s).startsWith(fold(shortCode(whole)) || " ")) {
    return 1;
  }
  const parts = person.f.split(" ");
  if (words.every((word) => parts.some((part) => part.startsWith(word)))) {
    return parts[0].startsWith(words.at(-1)) || parts[0].startsWith(words[0]) ? 2 : 3;
  }
  return 9;
}
