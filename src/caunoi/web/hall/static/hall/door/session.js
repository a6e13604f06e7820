// One class on this device: the list is kept new, what waits is sent, what is over is wiped.
import { warmUp } from "./codes.js";
import { Door } from "./door.js";
import { Queue } from "./queue.js";
import { NotOurs, fetchRoster, isOverdue, storedRoster, wipeRoster } from "./roster.js";
import { Refused, ask } from "./server.js";
import * as vault from "./vault.js";

const LOOK_MS = 15_000;

/** Events: "ready" (there is a list), "waiting", "wiped" (`detail.why`), "trouble" (`detail.kind`), "reached". */
export class Session extends EventTarget {
  constructor({ device, clock }) {
    super();
    Object.assign(this, { device, clock });
    this.channel = new BroadcastChannel("caunoi-door");
    this.door = new Door({ device, clock, channel: this.channel });
    this.queue = new Queue({ clock, asks: (whose) => (whose.device === device.device && this.cursor ? { cursor: this.cursor, sitting: this.door.sitting } : {}) });
    this.roster = null;
    this.cursor = "";
    this.reached = null;
    this.over = false;
    this.fetching = null;
    this.channel.addEventListener("message", (event) => this.#hear(event.data));
    this.door.addEventListener("waiting", () => this.#queued());
    this.door.addEventListener("storage", () => this.#tellWaiting());
    this.queue.addEventListener("sent", (event) => this.#sent(event.detail));
    this.queue.addEventListener("state", () => this.#tellWaiting());
    this.queue.addEventListener("refused", (event) => this.#trouble("refused", event.detail));
    this.queue.addEventListener("revoked", (event) => event.detail.device.device === this.device.device && this.wipe("revoked"));
  }

  /** Begin with what lies on the device; then with what the server has. */
  async start() {
    this.clock.said ??= (await vault.read(`said:${this.device.device}`)) ?? null;
    if (await vault.read(`state:${this.device.device}`)) {
      this.over = true;
      this.#wiped(await vault.read(`state:${this.device.device}`));
    } else if (!(await this.#endIfDue())) {
      const kept = await storedRoster(this.device.device);
      this.door.useScans(await vault.allScans(this.device.device));
      if (kept) {
        const seen = await vault.readSealed(`seen:${this.device.device}`, vault.ROSTER);
        this.#use(kept, seen);
      }
      this.refresh().then((reached) => reached && this.#look());
    }
    await this.#tellWaiting();
    this.queue.soon(true);
    setInterval(() => this.#look(), LOOK_MS);
    addEventListener("online", () => this.#look());
  }

  /** Fetch the list if it changed; true where the server was reached. One at a time. */
  refresh() {
    this.fetching ??= this.#fetch().finally(() => (this.fetching = null));
    return this.fetching;
  }

  /** Take the list off this device; what waits stays until it is sent. */
  async wipe(why) {
    if (this.over) {
      return;
    }
    this.over = true;
    await vault.write(`state:${this.device.device}`, why);
    await wipeRoster(this.device.device);
    this.channel.postMessage({ type: "wiped", why, device: this.device.device });
    this.#wiped(why);
    this.queue.soon(true);
  }

  async #fetch() {
    if (this.over) {
      return false;
    }
    try {
      const fresh = await fetchRoster(this.device, this.roster);
      if (fresh && !this.over) {
        this.#use(fresh);
        this.channel.postMessage({ type: "roster", device: this.device.device });
      }
      this.#reach(true);
      return true;
    } catch (fault) {
      await this.#failed(fault);
      return false;
    }
  }

  async #failed(fault) {
    if (fault instanceof NotOurs) {
      this.#trouble("not_ours", {});
      return;
    }
    this.#reach(false);
    if (fault instanceof Refused && [401, 403].includes(fault.status)) {
      await this.wipe("revoked");
    } else if (fault instanceof Refused && fault.code === "closed") {
      await this.wipe("over");
    }
  }

  #use(roster, seen = null) {
    this.roster = roster;
    const later = seen && seen.after === roster.hall.cursor ? seen : null;
    this.cursor = later?.cursor ?? roster.hall.cursor;
    this.later = later?.seen ?? [];
    this.door.useRoster(roster.hall, this.later);
    Promise.all([warmUp(roster.hall.keys), vault.warmUp()]).catch(() => {});
    this.dispatchEvent(new Event("ready"));
  }

  async #look() {
    if (await this.#endIfDue()) {
      return;
    }
    this.queue.soon();
    if (document.visibilityState !== "visible" || this.over) {
      return;
    }
    if (!this.roster) {
      await this.refresh();
      return;
    }
    try {
      const asked = new URLSearchParams({ cursor: this.cursor, ...(await this.#report()) });
      const { answer, sent } = await ask(`tinh-hinh/?${asked}`, { device: this.device });
      this.#heard(answer.now, sent);
      this.#reach(true);
      await this.#learn(answer);
    } catch (fault) {
      await this.#failed(fault);
    }
  }

  /** What waits on this device, those among it that found no room to be stored. */
  async #report() {
    const { more, next } = await vault.waitingScans(this.device.device, 0);
    return this.clock.report(more + this.door.unsaved.length, next ?? this.door.unsaved[0]);
  }

  async #sent({ answer, device, sent }) {
    if (device.device === this.device.device && !this.over) {
      this.#heard(answer.now, sent);
      await this.#learn(answer);
    }
    this.#reach(true);
    await this.#tellWaiting();
    this.channel.postMessage({ type: "taken" });
  }

  /** Take in what other devices did, and remember it beside the list. */
  async #learn({ seen = [], cursor, roster_changed: changed }) {
    if (seen.length && this.roster) {
      this.later.push(...seen);
      this.door.learn(seen);
      this.channel.postMessage({ type: "seen", seen, device: this.device.device });
    }
    if (cursor !== undefined && cursor !== this.cursor) {
      this.cursor = cursor;
      const kept = { after: this.roster?.hall.cursor, cursor, seen: this.later ?? [] };
      await vault.writeSealed(`seen:${this.device.device}`, vault.ROSTER, kept).catch(() => {});
    }
    if (changed) {
      await this.refresh();
    }
  }

  #heard(now, sent) {
    const offset = this.clock.heard(now, sent);
    vault.write(`clock:${this.device.device}`, offset).catch(() => {});
    vault.write(`said:${this.device.device}`, this.clock.said).catch(() => {});
  }

  async #hear(said) {
    if (said.type === "taken" || said.type === "scan") {
      if (said.scan && said.device === this.device.device) {
        this.door.hear(said.scan);
      }
      await this.#tellWaiting();
    } else if (said.device !== this.device.device) {
      // Another tab linked this phone to another class: one phone is one door.
      if (said.type === "paired") {
        location.reload();
      }
    } else if (said.type === "seen") {
      this.door.learn(said.seen);
    } else if (said.type === "roster") {
      const kept = await storedRoster(this.device.device);
      if (kept) {
        this.#use(kept);
      }
    } else if (said.type === "wiped") {
      this.over = true;
      vault.forgetKeys();
      this.#wiped(said.why);
    }
  }

  async #endIfDue() {
    if (!this.over && (await isOverdue(this.device, this.clock.now()))) {
      await this.wipe("over");
    }
    return this.over;
  }

  #queued() {
    this.#tellWaiting();
    this.queue.soon();
  }

  async #tellWaiting() {
    const count = (await vault.waitingCount()) + this.door.unsaved.length;
    this.dispatchEvent(new CustomEvent("waiting", { detail: { count } }));
    if (this.over) {
      this.why ??= await vault.read(`state:${this.device.device}`);
      this.dispatchEvent(new CustomEvent("wiped", { detail: { why: this.why, count } }));
      await this.#forget();
    }
  }

  /** Once everything is sent nothing of this class stays on the device. */
  async #forget() {
    const { device } = this.device;
    if ((await vault.waitingCount(device)) || this.door.unsaved.length) {
      return;
    }
    await vault.forgetTaken(device);
    const current = (await vault.read("current")) === device ? ["current"] : [];
    await vault.remove(...["device", "clock", "said", "seq", "state"].map((name) => `${name}:${device}`), ...current);
  }

  #wiped() {
    this.door.hall = null;
    this.roster = null;
    this.#tellWaiting();
  }

  #trouble(kind, detail) {
    this.dispatchEvent(new CustomEvent("trouble", { detail: { kind, ...detail } }));
  }

  #reach(reached) {
    this.reached = reached;
    this.dispatchEvent(new Event("reached"));
  }
}
