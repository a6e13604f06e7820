// What a code at the door says, and whether the office signed it (the same as training/door_codes.py).
import { verify } from "./ed25519.js";

const PREFIX = "CN1:";
const SAID = new TextEncoder().encode("caunoi-door-1");
const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const HEAD = 17;
const SIGNATURE = 64;

/**
 * Read `text` and check its signature with the public keys `[{id, raw}]` of the roster.
 *
 * Gives `{state: "valid", class, ticket}`, `{state: "forged"}` for a code that none of these keys signed,
 * `{state: "unreadable"}` for what is no code of ours.
 */
export async function readCode(text, keys) {
  const raw = text.startsWith(PREFIX) ? fromBase45(text.slice(PREFIX.length)) : null;
  if (!raw || raw.length !== HEAD + SIGNATURE || raw[0] !== 1) {
    return { state: "unreadable" };
  }
  const head = raw.subarray(0, HEAD);
  const id = hex(head.subarray(1, 5));
  const message = new Uint8Array([...SAID, ...head]);
  for (const key of keys) {
    if (key.id === id && (await verify(fromBase64(key.raw), message, raw.subarray(HEAD)))) {
      const view = new DataView(head.buffer, head.byteOffset, HEAD);
      return { state: "valid", class: view.getUint32(5), ticket: hex(head.subarray(9, 17)) };
    }
  }
  return { state: "forged" };
}

/** Do what the first code would wait for: bring in the keys. */
export async function warmUp(keys) {
  const nothing = new Uint8Array(SIGNATURE);
  await Promise.all(keys.map((key) => verify(fromBase64(key.raw), SAID, nothing)));
}

/** The octets of a Base45 text (RFC 9285), null for what is none. */
export function fromBase45(text) {
  if (text.length % 3 === 1) {
    return null;
  }
  const out = [];
  for (let at = 0; at < text.length; at += 3) {
    const letters = text.slice(at, at + 3);
    let value = 0;
    for (let place = letters.length - 1; place >= 0; place -= 1) {
      const digit = LETTERS.indexOf(letters[place]);
      if (digit < 0) {
        return null;
      }
      value = value * 45 + digit;
    }
    const size = letters.length - 1;
    if (value >= 256 ** size) {
      return null;
    }
    out.push(...(size === 2 ? [value >> 8, value & 255] : [value]));
  }
  return new Uint8Array(out);
}

export function fromBase64(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

export function hex(octets) {
  return Array.from(octets, (octet) => octet.toString(16).padStart(2, "0")).join("");
}
