// Ed25519 by the browser where it knows how, by @noble/ed25519 where it doesn't (browsers before 2025).
import { verifyAsync } from "../../caunoi/vendor/noble-ed25519/index.js";

const imported = new Map();

/** Whether the owner of the public key `raw` (32 octets) signed `message`. */
export async function verify(raw, message, signature) {
  const key = await nativeKey(raw);
  return key ? crypto.subtle.verify("Ed25519", key, signature, message) : slowVerify(raw, message, signature);
}

/** The same without the browser's help. */
export async function slowVerify(raw, message, signature) {
  try {
    return await verifyAsync(signature, message, raw, { zip215: false });
  } catch {
    return false;
  }
}

async function nativeKey(raw) {
  const name = String(raw);
  if (!imported.has(name)) {
    // Remembered as a promise: a browser that can't is asked once.
    imported.set(name, crypto.subtle.importKey("raw", raw, "Ed25519", false, ["verify"]).catch(() => null));
  }
  return imported.get(name);
}

/** Ask the browser anew whether it knows how. */
export function forget() {
  imported.clear();
}
