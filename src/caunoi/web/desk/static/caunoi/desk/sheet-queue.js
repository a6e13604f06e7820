/* Marks on their way to the server. They are kept on this computer until they arrived; a broken connection is tried
   again by itself. One batch travels at a time, so the last mark of a cell always arrives last. */

import { toast } from "../js/toast.js";
import { token } from "../js/token.js";

const PAUSE = 700;
const LONGEST = 30000;

export class MarkQueue {
  constructor({ url, store, token, cursor, status, saveButton, reasonDialog, onNews, onDropped }) {
    Object.assign(this, { url, store, token, cursor, status, saveButton, reasonDialog, onNews, onDropped });
    this.waiting = new Map(); // "enrolment:sitting" -> mark
    this.travelling = null;
    this.reason = "";
    this.wait = 2000;
    this.timer = 0;
    window.addEventListener("online", () => this.send());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.send();
      else this.refresh();
    });
    window.addEventListener("beforeunload", (event) => {
      if (this.count() && !this.isKept()) event.preventDefault();
    });
    this.saveButton.addEventListener("click", () => this.send());
  }

  /* Marks that an earlier visit could not send; the page shows them, then they go out. Marks of people or sittings
     that were taken off the class meanwhile (not `known`) are let go: the server would refuse the whole batch. */
  restore(known) {
    let kept = {};
    try {
      kept = JSON.parse(localStorage.getItem(this.store) || "{}");
    } catch {
      localStorage.removeItem(this.store);
    }
    const cells = Object.entries(kept).filter(([key]) => known(key));
    for (const [key, mark] of cells) this.waiting.set(key, mark);
    this.keep();
    if (cells.length) {
      this.show("unsaved");
      this.send();
    }
    return cells;
  }

  has(key) {
    return this.waiting.has(key) || Boolean(this.travelling?.has(key));
  }

  put(cells) {
    for (const [key, mark] of cells) this.waiting.set(key, mark);
    this.keep();
    this.show("unsaved");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), PAUSE);
  }

  count() {
    return this.waiting.size + (this.travelling?.size || 0);
  }

  all() {
    return new Map([...(this.travelling || []), ...this.waiting]);
  }

  keep() {
    const all = this.all();
    try {
      if (all.size) localStorage.setItem(this.store, JSON.stringify(Object.fromEntries(all)));
      else localStorage.removeItem(this.store);
      this.kept = true;
    } catch {
      this.kept = false; // a full or forbidden store: leaving the page then asks first
    }
  }

  isKept() {
    return this.kept;
  }

  async send() {
    clearTimeout(this.timer);
    if (this.travelling || !this.waiting.size || this.reasonDialog.open) return;
    this.travelling = this.waiting;
    this.waiting = new Map();
    this.show("saving");
    const cells = [...this.travelling].map(([key, mark]) => [...key.split(":").map(Number), mark]);
    const body = new URLSearchParams({ cells: JSON.stringify(cells), reason: this.reason, cursor: this.cursor });
    let response;
    try {
      response = await fetch(this.url, {
        method: "POST",
        body,
        headers: { "X-CSRFToken": token(this.token), Accept: "application/json" },
        redirect: "manual",
      });
    } catch {
      return this.failed("offline");
    }
    if (response.type === "opaqueredirect") return this.failed("signed-out", { again: false });
    let answer = null;
    try {
      answer = await response.json();
    } catch {
      return this.failed(response.status === 403 ? "signed-out" : "offline", { again: response.status !== 403 });
    }
    if (response.ok) return this.arrived(answer);
    if (answer.reason) return this.ask(answer.words);
    return this.failed("refused", { again: false, words: answer.words });
  }

  arrived(answer) {
    this.travelling = null;
    this.wait = 2000;
    this.keep();
    this.take(answer);
    // Another clerk's mark was replaced that this page did not show yet: it stays until it is closed.
    for (const words of answer.replaced || []) toast(words, "warn", true);
    if (this.waiting.size) {
      this.show("unsaved");
      this.timer = setTimeout(() => this.send(), PAUSE);
    } else {
      this.reason = "";
      this.show("saved");
    }
  }

  take(answer) {
    this.cursor = answer.cursor;
    this.onNews(answer.cells.map(([e, s, mark]) => [`${e}:${s}`, mark]).filter(([key]) => !this.has(key)));
  }

  failed(state, { again = true, words = "" } = {}) {
    this.waiting = this.all();
    this.travelling = null;
    this.keep();
    this.show(state, words);
    if (again) {
      this.timer = setTimeout(() => this.send(), this.wait);
      this.wait = Math.min(this.wait * 2, LONGEST);
    }
  }

  /* A correction needs a reason: ask once, then send the same marks with it, or take them back. */
  ask(words) {
    this.waiting = this.all();
    this.travelling = null;
    this.keep();
    this.show("unsaved");
    const dialog = this.reasonDialog;
    const input = dialog.querySelector("[data-reason]");
    dialog.querySelector("[data-reason-words]").textContent = words;
    dialog.returnValue = "";
    dialog.addEventListener(
      "close",
      () => {
        const reason = input.value.trim();
        if (dialog.returnValue === "drop") {
          const dropped = [...this.waiting.keys()];
          this.waiting = new Map();
          this.keep();
          this.show("saved");
          this.onDropped(dropped);
        } else if (reason) {
          this.reason = reason;
          this.send();
        } else {
          this.show("refused", words);
        }
      },
      { once: true },
    );
    dialog.showModal();
    input.focus();
  }

  async refresh() {
    if (this.count()) return this.send();
    try {
      const response = await fetch(`${this.url}?doi=1&cursor=${encodeURIComponent(this.cursor)}`, {
        headers: { Accept: "application/json" },
        redirect: "manual",
      });
      if (response.ok) this.take(await response.json());
    } catch {
      // Without a connection the page stays as it is; the next save tells.
    }
    return undefined;
  }

  show(state, words = "") {
    const status = this.status;
    const key = `words${state.replace(/(^|-)([a-z])/g, (_, __, letter) => letter.toUpperCase())}`;
    status.dataset.state = state;
    status.textContent = [status.dataset[key].replace("{n}", this.count()), words].filter(Boolean).join(". ");
    this.saveButton.hidden = !["offline", "refused", "signed-out"].includes(state);
  }
}

/* Lower case without marks, đ as d: as the server folds names. */
export function fold(text) {
  return text
    .toLowerCase()
    .replace(/đ/g, "d")
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/\s+/g, " ")
    .trim();
}

/* Show only rows whose folded name or unit holds every word; a unit's head only while one of its rows is shown. */
export function filterRows(rows, text) {
  const words = fold(text).split(" ").filter(Boolean);
  let head = null;
  let any = false;
  for (const row of rows) {
    if ("unit" in row.dataset) {
      head = row;
      head.hidden = true;
      continue;
    }
    row.hidden = !words.every((word) => row.dataset.folded.includes(word));
    if (!row.hidden) {
      any = true;
      if (head) head.hidden = false;
    }
  }
  return any;
}
