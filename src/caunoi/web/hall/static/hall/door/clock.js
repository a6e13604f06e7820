// What time it is, although a phone's clock may be wrong, set while the app runs, or the phone asleep.
import { newId } from "./ids.js";

// A phone that slept counted too little; one whose clock was set back is behind what was counted. By less, both agree.
const DRIFT_MS = 2000;

export class Clock {
  /** `offset`: server minus device, as known from the last contact; null where there never was one. */
  constructor(offset = null) {
    this.offset = offset;
    this.contact = null;
    // The server's own words of its time in the last answer: which answer that was.
    this.said = null;
    this.boot = newId();
  }

  /** What a scan or an upload says of its time; `up` runs only forward, and stands still while a phone sleeps. */
  reading() {
    return { at: Date.now(), boot: this.boot, up: Math.round(performance.now()), offset: this.offset };
  }

  /** What a device says of `count` scans that wait on it, of which `oldest` is the oldest; nothing before it heard a server. */
  report(count, oldest) {
    if (this.said === null) {
      return {};
    }
    const counted = oldest?.boot === this.boot ? performance.now() - oldest.up : Date.now() - (oldest?.at ?? Date.now());
    return { waiting: count, age: Math.max(0, Math.round(counted)), heard: this.said };
  }

  /** The server said that it is `now` for it, in an answer to a question sent at `sent` (performance.now()). */
  heard(now, sent) {
    this.said = Math.max(this.said ?? 0, now);
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
