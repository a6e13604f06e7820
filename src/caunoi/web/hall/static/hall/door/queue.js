// Sends what waits, by itself: whenever there is a network, oldest first, in batches, however often it takes. One tab
// sends at a time; a scan is sent until the server says that it has it.
import { Refused, ask } from "./server.js";
import * as vault from "./vault.js";

const BATCH = 200;
const SHORTEST_MS = 1500;
const LONGEST_MS = 60_000;
const SOON_MS = 300;
const ANOTHER_TAB = "another tab";

/**
 * Events: "sent" (`detail`: the server's answer and the device), "state", "revoked", "refused". `asks(device)` gives what
 * an upload asks beside: `{cursor, sitting}`.
 */
export class Queue extends EventTarget {
  constructor({ clock, asks }) {
    super();
    Object.assign(this, { clock, asks });
    this.tries = 0;
    this.timer = null;
    this.running = false;
    this.again = false;
    this.reached = null;
    addEventListener("online", () => this.soon(true));
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.soon(true));
  }

  /** Send soon; `fresh` forgets that it failed before. */
  soon(fresh = false) {
    if (fresh) {
      this.tries = 0;
    }
    if (this.running) {
      this.again = true;
    } else if (fresh || this.timer === null) {
      this.#in(SOON_MS);
    }
  }

  #in(ms) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#run(), ms);
  }

  async #run() {
    this.timer = null;
    this.running = true;
    this.again = false;
    let left = true;
    try {
      left = await navigator.locks.request("caunoi-door-queue", { ifAvailable: true }, (lock) => (lock ? this.#sendAll() : ANOTHER_TAB));
      this.tries = 0;
    } catch (fault) {
      this.tries += 1;
      this.#noted(fault);
    }
    this.running = false;
    this.dispatchEvent(new Event("state"));
    if (this.again || left) {
      const wait = Math.min(LONGEST_MS, SHORTEST_MS * 2 ** Math.min(this.tries, 8));
      const calm = left === ANOTHER_TAB ? SHORTEST_MS : SOON_MS;
      this.#in(this.tries ? wait * (0.75 + Math.random() / 2) : calm);
    }
  }

  #noted(fault) {
    this.reached = fault instanceof Refused;
    if (!(fault instanceof Refused) && !(fault instanceof TypeError) && fault?.name !== "TimeoutError" && fault?.name !== "AbortError") {
      throw fault;
    }
  }

  /** Send everything of every device that this phone ever was; true where something is left that can be sent later. */
  async #sendAll() {
    let left = false;
    for (const id of await vault.waitingDevices()) {
      const device = await vault.readSealed(`device:${id}`, vault.QUEUE);
      if (device) {
        left = (await this.#sendOf(device)) || left;
      }
    }
    return left;
  }

  async #sendOf(device) {
    let size = BATCH;
    for (;;) {
      const { scans, more, next } = await vault.waitingScans(device.device, size);
      if (!scans.length) {
        return false;
      }
      try {
        if (!(await this.#send(device, scans, this.clock.report(more, next)))) {
          return true;
        }
        size = BATCH;
      } catch (fault) {
        if (!(fault instanceof Refused)) {
          throw fault;
        }
        if (fault.code === "revoked" || fault.status === 401) {
          // Of a device that was taken back the scans are kept aside, and it is told which.
          const kept = await this.#settle(fault.answer);
          this.reached = true;
          this.dispatchEvent(new CustomEvent("revoked", { detail: { device } }));
          if (kept) {
            continue;
          }
          return false;
        }
        if (fault.status !== 400 && fault.status !== 413) {
          throw fault;
        }
        // One scan spoils a batch: found by halves, it alone is put aside.
        if (scans.length === 1) {
          await this.#setAside(scans[0].id, fault.words);
        }
        size = Math.max(1, Math.floor(scans.length / 2));
      }
    }
  }

  /** Send one batch, with what waits beside it; false where the server took none of it. */
  async #send(device, scans, report) {
    const { at, boot, up, offset } = this.clock.reading();
    const rows = scans.map(({ waiting: _waiting, ...scan }) => scan);
    const body = { now: at, boot, up, offset, scans: rows, ...report, ...this.asks(device) };
    const { answer, sent } = await ask("luot/", { device, body });
    this.reached = true;
    const kept = await this.#settle(answer);
    this.dispatchEvent(new CustomEvent("sent", { detail: { answer, device, sent } }));
    return kept;
  }

  /** Take out of the queue what the server has, or will never have; false where that is nothing. */
  async #settle({ taken = [], refused = [] }) {
    await vault.markTaken([...taken, ...refused.map((one) => one.id)]);
    if (refused.length) {
      this.dispatchEvent(new CustomEvent("refused", { detail: { words: refused[0].words, count: refused.length } }));
    }
    return taken.length + refused.length > 0;
  }

  async #setAside(id, words) {
    await vault.markTaken([id]);
    this.dispatchEvent(new CustomEvent("refused", { detail: { words, count: 1 } }));
  }
}
