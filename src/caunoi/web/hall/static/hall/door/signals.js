// What ears and hands notice: two sounds, two vibrations; and a screen that stays on.

const VIBRATIONS = { pass: [80], stop: [220, 90, 220] };
const TONES = { pass: [[880, 0, 0.09], [1318, 0.1, 0.14]], stop: [[220, 0, 0.28], [165, 0.3, 0.34]] };

export class Signals {
  constructor(loud = true) {
    this.loud = loud;
    this.audio = null;
    this.lock = null;
    // Browsers let a page sound and shake only after somebody touched it.
    for (const kind of ["pointerdown", "keydown"]) {
      addEventListener(kind, () => this.#wake(), { capture: true });
    }
    document.addEventListener("visibilitychange", () => this.keepAwake());
  }

  /** `tone`: "pass" or "stop". */
  give(tone) {
    if (navigator.userActivation?.hasBeenActive ?? true) {
      navigator.vibrate?.(VIBRATIONS[tone]);
    }
    if (!this.loud || this.audio?.state !== "running") {
      return;
    }
    const now = this.audio.currentTime;
    for (const [pitch, after, length] of TONES[tone]) {
      const sound = this.audio.createOscillator();
      const volume = this.audio.createGain();
      sound.type = tone === "pass" ? "sine" : "square";
      sound.frequency.value = pitch;
      volume.gain.setValueAtTime(0.0001, now + after);
      volume.gain.exponentialRampToValueAtTime(tone === "pass" ? 0.5 : 0.25, now + after + 0.01);
      volume.gain.exponentialRampToValueAtTime(0.0001, now + after + length);
      sound.connect(volume).connect(this.audio.destination);
      sound.start(now + after);
      sound.stop(now + after + length);
    }
  }

  /** Ask that the screen stays on while the page is looked at; where that can't be had, it goes off as ever. */
  async keepAwake() {
    if (document.visibilityState !== "visible" || !navigator.wakeLock) {
      return;
    }
    this.lock = await navigator.wakeLock.request("screen").catch(() => null);
  }

  #wake() {
    this.audio ??= new AudioContext();
    if (this.audio.state === "suspended") {
      this.audio.resume().catch(() => {});
    }
  }
}
