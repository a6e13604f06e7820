// Questions to the server. No cookie goes along: a device shows its own secret.
import { places } from "./texts.js";

const PATIENCE_MS = 20_000;

/** The server answered and said no; `code`, `words` and the rest of the `answer` are its own. */
export class Refused extends Error {
  constructor(status, answer) {
    super(answer?.words ?? `${status}`);
    this.status = status;
    this.code = answer?.code ?? "";
    this.words = answer?.words ?? "";
    this.answer = answer ?? {};
  }
}

/**
 * Ask `path` below the interface; gives `{status, answer, etag, sent}`, `sent` as performance.now().
 *
 * Throws Refused where the server refuses, TypeError or a timeout where it can't be reached.
 */
export async function ask(path, { device = null, body = null, etag = "" } = {}) {
  const headers = { Accept: "application/json" };
  if (device) {
    headers.Authorization = `Bearer ${device.device}.${device.secret}`;
  }
  if (body) {
    headers["Content-Type"] = "application/json";
  }
  if (etag) {
    headers["If-None-Match"] = etag;
  }
  const sent = performance.now();
  const response = await fetch(places.api + path, {
    method: body ? "POST" : "GET",
    headers,
    body: body ? JSON.stringify(body) : undefined,
    credentials: "omit",
    cache: "no-store",
    redirect: "error",
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  if (response.status === 304) {
    return { status: 304, answer: null, etag, sent };
  }
  const answer = await response.json().catch(() => null);
  if (!response.ok || answer === null) {
    throw new Refused(response.status, answer);
  }
  return { status: response.status, answer, etag: response.headers.get("ETag") ?? "", sent };
}
