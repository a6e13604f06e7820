// What lies on the device. Everything that names a person is sealed (AES-GCM) with a key that the browser uses and never
// gives out. The roster has a key of its own: without it what is left of a roster anywhere is noise.
import { openDB } from "../../caunoi/vendor/idb/index.js";

const NAME = "caunoi-door";
const VERSION = 2;
const STRICT = { durability: "strict" };

export const ROSTER = "roster";
export const QUEUE = "queue";

let opened = null;
const keys = new Map();

function open() {
  opened ??= openDB(NAME, VERSION, {
    upgrade(db, before, _after, tx) {
      if (before < 1) {
        db.createObjectStore("keys");
        db.createObjectStore("records");
        db.createObjectStore("scans", { keyPath: "id" }).createIndex("device", ["device", "seq"]);
      }
      const scans = tx.objectStore("scans");
      if (scans.indexNames.contains("waiting")) {
        scans.deleteIndex("waiting");
      }
      // A scan that was taken loses the first field, and with it its place in the index.
      scans.createIndex("waiting", ["waiting", "seq"]);
    },
    // Another tab brings a newer database: let it.
    blocking: (_old, _next, event) => event.target.close(),
    terminated: () => (opened = null),
  });
  return opened;
}

/** A record without names, as it was put; undefined where there is none. */
export async function read(name) {
  return (await open()).get("records", name);
}

export async function write(name, value) {
  const db = await open();
  const tx = db.transaction("records", "readwrite", STRICT);
  await Promise.all([tx.store.put(value, name), tx.done]);
}

export async function remove(...names) {
  const db = await open();
  const tx = db.transaction("records", "readwrite", STRICT);
  await Promise.all([...names.map((name) => tx.store.delete(name)), tx.done]);
}

/** A sealed record; undefined where there is none or its key is gone. */
export async function readSealed(name, key) {
  const sealed = await read(name);
  return sealed === undefined ? undefined : unseal(sealed, key, name);
}

export async function writeSealed(name, key, value) {
  await write(name, await seal(value, key, name));
}

/** Make the key called `key` useless for ever; what it sealed with it. */
export async function destroyKey(key) {
  const db = await open();
  keys.delete(key);
  const tx = db.transaction("keys", "readwrite", STRICT);
  await Promise.all([tx.store.delete(key), tx.done]);
}

/** Do what the first scan would wait for: open the storage, bring in the key. */
export async function warmUp() {
  await unseal(await seal("", QUEUE, "warm"), QUEUE, "warm");
}

/** Remember no key: another tab took one away. */
export function forgetKeys() {
  keys.clear();
}

/**
 * Put a scan into the queue: when this returns, it lies on the disk. Returns its number in the device's row.
 *
 * Throws what the browser throws where the storage is full; nothing is half put.
 */
export async function putScan(device, scan) {
  const sealed = await seal(scan, QUEUE, scan.id);
  const db = await open();
  const tx = db.transaction(["records", "scans"], "readwrite", STRICT);
  const counter = `seq:${device}`;
  const seq = ((await tx.objectStore("records").get(counter)) ?? 0) + 1;
  await Promise.all([
    tx.objectStore("records").put(seq, counter),
    tx.objectStore("scans").put({ id: scan.id, device, seq, waiting: device, ...sealed }),
    tx.done,
  ]);
  return seq;
}

/** How many scans of a device wait to be sent; of all devices without one. */
export async function waitingCount(device) {
  return (await open()).countFromIndex("scans", "waiting", device && ofDevice(device));
}

/** Up to `most` scans of a device that wait, oldest first; how many more there are, and the oldest of those. */
export async function waitingScans(device, most) {
  const db = await open();
  const [rows, count] = await Promise.all([
    db.getAllFromIndex("scans", "waiting", ofDevice(device), most + 1),
    waitingCount(device),
  ]);
  const [next] = await unsealAll(rows.slice(most, most + 1));
  return { scans: await unsealAll(rows.slice(0, most)), more: Math.max(0, count - most), next: next ?? null };
}

/** Every scan that this device made and still has, oldest first. */
export async function allScans(device) {
  const db = await open();
  return unsealAll(await db.getAllFromIndex("scans", "device", ofDevice(device)));
}

/** The devices of which scans wait; a phone may still hold some of an earlier class. */
export async function waitingDevices() {
  const db = await open();
  const found = [];
  let cursor = await db.transaction("scans").store.index("waiting").openKeyCursor();
  while (cursor) {
    const [device] = cursor.key;
    found.push(device);
    cursor = await cursor.continue([device, Infinity]);
  }
  return found;
}

/** Mark scans as taken by the server; they stay, for the device knows by them who was there. */
export async function markTaken(ids) {
  const db = await open();
  const tx = db.transaction("scans", "readwrite", STRICT);
  for (const id of ids) {
    const row = await tx.store.get(id);
    if (row) {
      delete row.waiting;
      await tx.store.put(row);
    }
  }
  await tx.done;
}

/** Take away the scans of a device that the server has. */
export async function forgetTaken(device) {
  const db = await open();
  const tx = db.transaction("scans", "readwrite", STRICT);
  let cursor = await tx.store.index("device").openCursor(ofDevice(device));
  while (cursor) {
    if (!cursor.value.waiting) {
      await cursor.delete();
    }
    cursor = await cursor.continue();
  }
  await tx.done;
}

function ofDevice(device) {
  return IDBKeyRange.bound([device, 0], [device, Infinity]);
}

async function unsealAll(rows) {
  const opened = await Promise.all(rows.map(async (row) => [row, await unseal(row, QUEUE, row.id)]));
  return opened.filter(([, scan]) => scan).map(([row, scan]) => ({ ...scan, seq: row.seq, waiting: Boolean(row.waiting) }));
}

async function seal(value, key, bound) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(value));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: octets(bound) }, await keyOf(key), plain);
  return { iv, data };
}

async function unseal(sealed, key, bound) {
  try {
    const how = { name: "AES-GCM", iv: sealed.iv, additionalData: octets(bound) };
    return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(how, await keyOf(key), sealed.data)));
  } catch (fault) {
    if (fault instanceof DOMException) {
      return undefined;
    }
    throw fault;
  }
}

function octets(text) {
  return new TextEncoder().encode(text);
}

/** The key of this name; made at the first use. Two tabs that make one at once agree on the first. */
async function keyOf(name) {
  if (!keys.has(name)) {
    keys.set(name, await settledKey(name));
  }
  return keys.get(name);
}

async function settledKey(name) {
  const db = await open();
  const there = await db.get("keys", name);
  if (there) {
    return there;
  }
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const tx = db.transaction("keys", "readwrite", STRICT);
  const first = await tx.store.get(name);
  if (!first) {
    await tx.store.put(made, name);
  }
  await tx.done;
  return first ?? made;
}
