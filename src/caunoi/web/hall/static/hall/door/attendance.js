// Which mark follows from scans, and when a scan was: tests/vectors/attendance.json says what must come out, here and in
// training/door_rules.py. The device shows it; what counts is what the server makes of the same scans.
import { kept, lateBy } from "./rules.js";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
// So far two measures of one moment may lie apart before neither is believed.
const APART = 2 * MINUTE;

/** The mark of one person at one sitting: `{mark, reason, facts, review}`. */
export function derive(sitting, rules, scans, { desk = null, substituteCame = false } = {}) {
  const door = byDoor(sitting, rules, scans);
  if (desk !== null && desk !== "none") {
    return { mark: desk, reason: "desk", facts: door.facts, review: door.reason !== "nothing" && door.mark !== desk };
  }
  if (door.reason === "nothing" && substituteCame) {
    return { mark: "excused", reason: "substituted", facts: {}, review: false };
  }
  return { ...door, review: door.review || (substituteCame && door.reason !== "nothing") };
}

function byDoor(sitting, rules, scans) {
  const events = kept(scans);
  if (!events.length) {
    return { mark: "none", reason: "nothing", facts: {}, review: false };
  }
  const { starts, ends } = sitting;
  // Somebody seen only on leaving was there from an hour that nobody knows.
  const came = events[0].kind === "out" ? null : events[0];
  const gone = events.at(-1).kind === "out" ? events.at(-1) : null;
  const facts = { starts, limit: starts + rules.grace_minutes * MINUTE };
  if (came) {
    facts.in = came.at;
  }
  if (gone) {
    Object.assign(facts, { out: gone.at, ends, until: ends - rules.leave_minutes * MINUTE });
  }
  if (came?.doubtful || gone?.doubtful) {
    return { mark: "present", reason: "time_unsure", facts, review: true };
  }
  const stayed = minutesInside(events, starts, ends);
  const length = Math.floor((ends - starts) / MINUTE);
  if (rules.sitting_share && stayed * 100 < rules.sitting_share * length) {
    Object.assign(facts, { stayed, length, share: rules.sitting_share });
    return { mark: "absent", reason: "too_short", facts, review: false };
  }
  const late = came ? lateBy(came.at, starts, rules.grace_minutes) : 0;
  const early = gone ? lateBy(ends, gone.at, rules.leave_minutes) : 0;
  Object.assign(facts, late ? { late } : {}, early ? { early } : {});
  const [mark, reason] = outcome(late, early);
  return { mark, reason, facts, review: false };
}

function outcome(late, early) {
  if (early) {
    return ["left_early", late ? "late_left_early" : "left_early"];
  }
  return late ? ["late", "late"] : ["present", "on_time"];
}

/** Minutes inside the sitting; who was never seen leaving stayed to the end. */
function minutesInside(events, starts, ends) {
  let total = 0;
  let since = events[0].kind === "out" ? starts : null;
  for (const one of events) {
    if (one.kind === "out") {
      total += since === null ? 0 : Math.max(0, Math.min(one.at, ends) - since);
      since = null;
    } else {
      since ??= Math.max(one.at, starts);
    }
  }
  total += since === null ? 0 : Math.max(0, ends - since);
  return Math.floor(total / MINUTE);
}

/** When a scan was, told by what the device knew then and at a contact with the server: `{at, doubtful, why}`. */
export function trueTime(scan, contact, { server, first = null, last = null }) {
  const offset = server - contact.now;
  const known = scan.offset ?? offset;
  const wall = scan.at + known;
  const jumped = Math.abs(offset - known) > APART;
  const counted = scan.boot === contact.boot && contact.up >= scan.up ? server - (contact.up - scan.up) : null;
  let found = { at: wall, doubtful: false, why: "" };
  if (counted !== null && Math.abs(counted - wall) <= APART) {
    found = { at: counted, doubtful: false, why: "" };
  } else if (jumped || (counted !== null && scan.offset === null)) {
    found = { at: counted ?? wall, doubtful: true, why: "clock_jumped" };
  }
  if (found.at > server + APART) {
    return { at: found.at, doubtful: true, why: "future" };
  }
  const outside = (first !== null && found.at < first - DAY) || (last !== null && found.at > last + DAY);
  return outside ? { at: found.at, doubtful: true, why: "other_day" } : found;
}
