// Reads QR pictures from the camera: by the browser's own reader where it has one, by zxing as WebAssembly elsewhere.
import { measured } from "./measured.js";
import { places } from "./texts.js";

// A code that stays before the camera is read once: it counts anew when it was away for so long.
const AWAY_MS = 2500;
// The longer side of what is looked at: enough for a badge that fills a third of the picture.
const LOOK = 640;
const MOST_REST_MS = 60;

let reader = null;

/** Something with `detect(image)`; made once. */
async function qrReader() {
  const Native = globalThis.BarcodeDetector;
  const formats = (await Native?.getSupportedFormats?.().catch(() => [])) ?? [];
  if (formats.includes("qr_code")) {
    return new Native({ formats: ["qr_code"] });
  }
  const { BarcodeDetector, prepareZXingModule } = await import("../../caunoi/vendor/barcode-detector/ponyfill.js");
  await prepareZXingModule({ overrides: { locateFile: () => places.wasm }, fireImmediately: true });
  const made = new BarcodeDetector({ formats: ["qr_code"] });
  // The first look compiles what the others use.
  await made.detect(new ImageData(64, 64)).catch(() => []);
  return made;
}

/**
 * Event: "state". `read(text, taken)` is called for each code that comes before the camera, `taken` when its picture was
 * there; no other picture is looked at until it is through.
 */
export class Camera extends EventTarget {
  constructor(video) {
    super();
    this.video = video;
    this.read = async () => {};
    this.canvas = document.createElement("canvas");
    this.pen = this.canvas.getContext("2d", { willReadFrequently: true });
    this.stream = null;
    this.fault = "";
    this.lit = false;
    this.seen = new Map();
    this.turn = 0;
    document.addEventListener("visibilitychange", () => this.#comeBack());
  }

  get running() {
    return Boolean(this.stream?.active);
  }

  /** Open the camera, the one at the back unless one is named; `fault` says why not: "none", "refused", "busy". */
  async start(id = "") {
    this.stop();
    this.wanted = id;
    const size = { width: { ideal: 1280 }, height: { ideal: 720 } };
    const which = id ? { deviceId: { ideal: id } } : { facingMode: { ideal: "environment" } };
    try {
      reader ??= qrReader();
      this.stream = await navigator.mediaDevices.getUserMedia({ video: { ...which, ...size }, audio: false });
      this.video.srcObject = this.stream;
      this.video.hidden = false;
      await this.video.play();
      this.fault = "";
      this.#look(await reader);
    } catch (fault) {
      this.stop();
      this.fault = { NotAllowedError: "refused", NotReadableError: "busy" }[fault.name] ?? "none";
    }
    this.dispatchEvent(new Event("state"));
  }

  stop() {
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = null;
    this.video.hidden = true;
    this.lit = false;
  }

  /** The cameras of this device: `[{id, label}]`. */
  async choices() {
    const all = (await navigator.mediaDevices?.enumerateDevices?.()) ?? [];
    return all.filter((one) => one.kind === "videoinput" && one.deviceId).map((one) => ({ id: one.deviceId, label: one.label }));
  }

  get canLight() {
    return Boolean(this.#track?.getCapabilities?.().torch);
  }

  async light(on) {
    await this.#track?.applyConstraints({ advanced: [{ torch: on }] }).then(() => (this.lit = on), () => {});
    this.dispatchEvent(new Event("state"));
  }

  get #track() {
    return this.stream?.getVideoTracks()[0];
  }

  async #comeBack() {
    if (document.visibilityState === "visible" && this.stream && !this.stream.active) {
      await this.start(this.wanted);
    }
  }

  async #look(detector) {
    const { stream } = this;
    while (this.stream === stream && stream.active) {
      await new Promise((next) => this.#eachFrame(next));
      if (document.visibilityState === "visible" && this.video.videoWidth) {
        const taken = performance.now();
        this.#draw();
        const codes = await detector.detect(this.canvas).catch(() => []);
        const spent = performance.now() - taken;
        measured("door:look", taken);
        for (const code of codes) {
          await this.#found(code.rawValue, taken);
        }
        // A slow phone has as much time for fingers as for pictures.
        await new Promise((on) => setTimeout(on, Math.min(spent, MOST_REST_MS)));
      }
    }
    this.dispatchEvent(new Event("state"));
  }

  #eachFrame(next) {
    if (this.video.requestVideoFrameCallback) {
      this.video.requestVideoFrameCallback(next);
    } else {
      requestAnimationFrame(next);
    }
  }

  /** The whole picture made smaller, and by turns its middle as it is: near codes and far ones. */
  #draw() {
    const { videoWidth: wide, videoHeight: high } = this.video;
    const shrunk = Math.min(1, LOOK / Math.max(wide, high));
    this.turn += 1;
    const whole = shrunk === 1 || this.turn % 2 === 1;
    const side = whole ? [wide, high] : [Math.min(wide, LOOK), Math.min(high, LOOK)];
    const onto = whole ? [Math.round(wide * shrunk), Math.round(high * shrunk)] : side;
    if (this.canvas.width !== onto[0] || this.canvas.height !== onto[1]) {
      [this.canvas.width, this.canvas.height] = onto;
    }
    this.pen.drawImage(this.video, (wide - side[0]) / 2, (high - side[1]) / 2, ...side, 0, 0, ...onto);
  }

  async #found(text, taken) {
    const before = this.seen.get(text);
    this.seen.set(text, taken);
    if (before === undefined || taken - before > AWAY_MS) {
      await this.read(text, taken);
    }
    if (this.seen.size > 50) {
      const old = [...this.seen].filter(([, at]) => taken - at > AWAY_MS);
      old.forEach(([one]) => this.seen.delete(one));
    }
  }
}
