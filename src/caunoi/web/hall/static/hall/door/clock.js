// What time it is, although a phone's clock may be wrong, set while the app runs, or the phone asleep.
import { newId } from "./ids.js";

// A phone that slept counted too little; one whose clock was set back is behind what was counted. By less, both agree.
const DRIFT_MS = 2000;

export class Clock {
  /** `offset`: server minus device, as known from the last contact; null where there never was one. */
  constructor(offset = null) {
    this.offset = offset;
    this.contact = null;
    this.boot = newId();
  }

  /** What a scan or an upload says of its time; `up` runs only forward, and stands still while a phone sleeps. */
  reading() {
    return { at: Date.now(), boot: this.boot, up: Math.round(performance.now()), offset: this.offset };
  }

  /** The server said that it is `now` for it, in an answer to a question sent at `sent` (performance.now()). */
  heard(now, sent) {
    const up = performance.now();
    const there = now + (up - sent) / 2;
    this.offset = Math.round(there - Date.now());
    this.contact = { server: Math.round(there), now: Date.now(), boot: this.boot, up: Math.round(up) };
    return this.offset;
  }

  /** The best guess of the true time, ms: a clock that was set back is not believed. */
  now() {
    const wall = Date.now() + (this.offset ?? 0);
    const counted = this.contact ? this.contact.server + performance.now() - this.contact.up : wall;
    return Math.round(counted > wall + DRIFT_MS ? counted : wall);
  }
}
