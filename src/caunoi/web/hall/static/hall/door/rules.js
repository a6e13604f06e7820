// The rules of the door: what a code means, given the roster, the hour and what was scanned before. No clock, no storage,
// no page: tests/vectors/door.json says what must come out, here and in training/door_rules.py.
import { readCode } from "./codes.js";

/** Verdicts with which somebody comes in or goes out; every other one stops him. */
export const PASSES = new Set(["in", "in_late", "out", "back"]);
/** With these somebody was there, newly or known already. */
export const ADMITTED = new Set([...PASSES, "again"]);
/** What tells nothing about anybody of the class, and is therefore not kept. */
export const NOT_KEPT = new Set(["forged", "unreadable", "other_class"]);

const MINUTE = 60_000;
// Who leaves after the end is still of the sitting.
const AFTER_END = 60 * MINUTE;

/** The roster so that a ticket, a short code and a person are found at once. */
export function indexed(roster) {
  return {
    ...roster,
    byTicket: new Map(roster.people.filter((person) => person.t).map((person) => [person.t, person])),
    byShort: new Map(roster.people.filter((person) => person.s).map((person) => [person.s, person])),
    byEnrolment: new Map(roster.people.map((person) => [person.e, person])),
    endedByTicket: new Map(roster.ended.map((ticket) => [ticket.t, ticket])),
    endedByShort: new Map(roster.ended.filter((ticket) => ticket.s).map((ticket) => [ticket.s, ticket])),
  };
}

/**
 * What a code as read, a typed short code (text) or somebody chosen by name (enrolment, a number) comes to:
 * `{code, e, t, sitting, minutes, at, by}`.
 *
 * `scans` are events of all devices, `{e, sitting, kind, at, by}`; without `sitting` the one of the hour is taken.
 */
export async function decide(hall, entry, { now, sitting = null, leaving = false, scans = [] }) {
  const chosen = sitting ?? sittingAt(hall, now);
  const none = { e: null, t: null, sitting: null, minutes: null, at: null, by: null };
  const { person, code, e = null, t = null } = await whose(hall, entry);
  if (!person) {
    return { ...none, code, e, t, sitting: e === null ? null : chosen };
  }
  const found = { ...none, e: person.e, t, sitting: chosen };
  const refused = refusal(person, chosen);
  if (refused) {
    return { ...found, code: refused };
  }
  const seen = scans.filter((one) => one.e === person.e && one.sitting === chosen);
  const here = kept(seen).at(-1);
  const stay = lastStay(seen);
  if (leaving) {
    return { ...found, code: "out", ...stay };
  }
  if (here && here.kind !== "out") {
    return { ...found, code: "again", ...stay };
  }
  if (here) {
    return { ...found, code: "back", at: here.at, by: here.by ?? null };
  }
  const held = hall.sittings.find((one) => one.id === chosen);
  const minutes = lateBy(now, held.starts, hall.rules.grace_minutes);
  return minutes ? { ...found, code: "in_late", minutes } : { ...found, code: "in" };
}

/** Why somebody of the roster is not let in at a sitting, "" where he is. */
export function refusal(person, sitting) {
  if (person.k === "withdrawn") {
    return "withdrawn";
  }
  if (sitting === null) {
    return "no_sitting";
  }
  return person.only && !person.only.includes(sitting) ? "wrong_sitting" : "";
}

/** The sitting of the hour: of those whose door is open the one that begins last; null where none is. */
export function sittingAt(hall, now) {
  const opens = hall.rules.opens_minutes_before * MINUTE;
  const open = hall.sittings.filter((one) => one.starts - opens <= now && now <= one.ends + AFTER_END);
  open.sort((one, other) => one.starts - other.starts || one.id - other.id);
  return open.at(-1)?.id ?? null;
}

/** A short code without what hands add to it. */
export function shortCode(text) {
  return text.toUpperCase().replace(/[^\p{L}\p{N}]/gu, "");
}

/** Whether somebody is inside, by the events of one person at one sitting. */
export function isInside(events) {
  const last = kept(events).at(-1);
  return Boolean(last) && last.kind !== "out";
}

/** Events by time without those that were taken back: an undo takes the one that it names (`of`), else the last before it. */
export function kept(events) {
  const named = new Set(events.map((one) => one.of).filter(Boolean));
  const left = [];
  for (const one of [...events].sort((a, b) => a.at - b.at)) {
    if (one.kind !== "undo") {
      if (!one.id || !named.has(one.id)) {
        left.push(one);
      }
    } else if (!one.of) {
      left.pop();
    }
  }
  return left;
}

/** Minutes after the beginning, 0 within the grace, as a clock on the wall tells them. */
export function lateBy(at, starts, grace) {
  const minutes = Math.floor(at / MINUTE) - Math.floor(starts / MINUTE);
  return minutes > grace ? minutes : 0;
}

/** When and by whom the stay that lasts, or lasted last, began: `{at, by}`, null each without one. */
function lastStay(events) {
  let began = { at: null, by: null };
  let inside = false;
  for (const one of kept(events)) {
    if (one.kind !== "out" && !inside) {
      began = { at: one.at, by: one.by ?? null };
    }
    inside = one.kind !== "out";
  }
  return began;
}

async function whose(hall, entry) {
  if (typeof entry === "number") {
    const person = hall.byEnrolment.get(entry);
    return person ? { person, t: person.t } : { code: "not_listed" };
  }
  const text = entry.trim();
  if (!text.startsWith("CN1:")) {
    const short = shortCode(text);
    const person = short ? hall.byShort.get(short) : null;
    return person ? { person, t: person.t } : endedOr(short ? hall.endedByShort.get(short) : null, "unreadable");
  }
  const read = await readCode(text, hall.keys);
  if (read.state !== "valid") {
    return { code: read.state };
  }
  if (read.class !== hall.class.id) {
    return { code: "other_class" };
  }
  const person = hall.byTicket.get(read.ticket);
  return person ? { person, t: read.ticket } : { t: read.ticket, ...endedOr(hall.endedByTicket.get(read.ticket), "not_listed") };
}

function endedOr(ticket, code) {
  return ticket ? { code: ticket.why, e: ticket.e, t: ticket.t } : { code };
}
