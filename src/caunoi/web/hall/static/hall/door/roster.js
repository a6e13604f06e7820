// The class's list on this device: fetched, checked against the office's signature, sealed, and wiped when its day comes.
import { fromBase64 } from "./codes.js";
import { verify } from "./ed25519.js";
import { indexed } from "./rules.js";
import { ask } from "./server.js";
import * as vault from "./vault.js";

const SAID = new TextEncoder().encode("caunoi-snapshot-1");

/** The list is not signed by a key that this device trusts. */
export class NotOurs extends Error {}

/** The roster as it lies on the device, ready to be asked; null where there is none. */
export async function storedRoster(device) {
  const kept = await vault.readSealed(`roster:${device}`, vault.ROSTER);
  return kept ? { hall: indexed(kept.payload), etag: kept.etag } : null;
}

/**
 * Fetch the list anew. Gives it, or null where nothing changed.
 *
 * The first list that a device gets is believed by the keys in it, for it comes over the connection on which the device
 * was made known; each further one must be signed by a key of the one before.
 */
export async function fetchRoster(device, before) {
  const { status, answer, etag } = await ask("danh-sach/", { device, etag: before?.etag ?? "" });
  if (status === 304) {
    return null;
  }
  const payload = JSON.parse(answer.payload);
  const trusted = before ? before.hall.keys : payload.keys;
  if (!(await isSigned(answer, trusted))) {
    throw new NotOurs();
  }
  await vault.writeSealed(`roster:${device.device}`, vault.ROSTER, { payload, etag });
  await vault.write(`wipe:${device.device}`, payload.wipe_at);
  return { hall: indexed(payload), etag };
}

async function isSigned(answer, trusted) {
  const key = trusted.find((one) => one.id === answer.key);
  const payload = new TextEncoder().encode(answer.payload);
  const message = new Uint8Array(SAID.length + payload.length);
  message.set(SAID);
  message.set(payload, SAID.length);
  return Boolean(key) && verify(fromBase64(key.raw), message, fromBase64(answer.signature));
}

/** Whether the list of this device should be gone by now. */
export async function isOverdue(device, now) {
  const at = await vault.read(`wipe:${device.device}`);
  return at !== undefined && now >= at;
}

/** Take the list away: its key first, so that nothing of it can be read even where taking away fails. */
export async function wipeRoster(device) {
  await vault.destroyKey(vault.ROSTER);
  await vault.remove(`roster:${device}`, `seen:${device}`, `wipe:${device}`);
  await vault.forgetTaken(device);
}
