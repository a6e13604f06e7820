// A quiz saves itself: what is answered goes to the server at once; without a network it stays in this browser and goes
// as soon as there is one. Two pages of one person don't overwrite each other. Without this module the form works as it is.
// What stands in the browser, by the number of the response: ``dirty``, answers that are not sent; ``kept``, those sent
// since the page was loaded, for a page that a worker kept is older; ``revision``; ``at``, the page; ``ends``, its time.
const PREFIX = "caunoi-answers:";
const CACHE = "caunoi-quiz";
const PAUSE = 700;
const LONGEST_WAIT = 30000;

for (const done of document.querySelectorAll("[data-cn-answers-done]")) {
  forget(done.dataset.cnAnswersDone);
}
const form = document.querySelector("form[data-cn-answers]");
if (form) {
  run(form);
}

function forget(id) {
  try {
    localStorage.removeItem(PREFIX + id);
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}

/** Let a worker keep this page and its files: it opens again without a network. */
async function keepPage(worker, page) {
  if (!navigator.serviceWorker || !window.caches) {
    return;
  }
  try {
    await navigator.serviceWorker.register(worker);
    await navigator.serviceWorker.ready;
    const cache = await caches.open(CACHE);
    const files = performance.getEntriesByType("resource").map((each) => each.name);
    const own = files.filter((name) => name.startsWith(location.origin) && /\.(css|js|woff2|svg)$/.test(new URL(name).pathname));
    await Promise.all(own.map((name) => cache.add(name)));
    if (!(await cache.match(page))) {
      await cache.add(page);
    }
  } catch {
    // Without it the answers are kept all the same; only the page needs a network to open.
  }
}

function run(form) {
  const id = form.dataset.cnAnswers;
  const words = form.dataset;
  const state = form.querySelector("[data-cn-answers-state]");
  const revision = form.elements.revision;
  let dirty = {};
  let timer = 0;
  let wait = 2000;
  let sending = false;
  let closed = false;
  // The whole form is on its way: nothing goes beside it.
  let leaving = false;
  // "Hand in" was pressed without a network: it is done as soon as there is one.
  let handing = null;
  let note = "";
  let tone = "";

  function stored() {
    const nothing = { dirty: {}, kept: {}, revision: 0 };
    try {
      return { ...nothing, ...JSON.parse(localStorage.getItem(PREFIX + id)) };
    } catch {
      return nothing;
    }
  }

  function keep(remove = {}, newer = {}) {
    const before = stored();
    const merged = { ...before.dirty, ...dirty };
    for (const [key, value] of Object.entries(remove)) {
      if (JSON.stringify(merged[key]) === JSON.stringify(value)) {
        delete merged[key];
      }
    }
    try {
      const kept = { ...before.kept, ...remove, ...newer };
      localStorage.setItem(PREFIX + id, JSON.stringify({ ...before, dirty: merged, kept, revision: Number(revision.value) }));
    } catch {
      // Full or switched off: the page itself still holds everything.
    }
  }

  function show(text, colour = "") {
    note = text;
    tone = colour;
    draw();
  }

  function draw() {
    const left = clock ? clock() : "";
    state.textContent = [left, note].filter(Boolean).join(" · ");
    state.dataset.tone = tone;
  }

  function item(key) {
    return [...form.querySelectorAll("[data-cn-question]")].find((each) => each.dataset.cnQuestion === key);
  }

  function read(box) {
    const fields = [...box.querySelectorAll("input, select, textarea")];
    const prefix = `q-${box.dataset.cnQuestion}-`;
    switch (box.dataset.cnKind) {
      case "multiple":
        return fields.filter((field) => field.checked).map((field) => field.value);
      case "ordering":
        return Object.fromEntries(fields.filter((field) => field.value).map((field) => [field.name.slice(prefix.length), field.value]));
      case "matrix":
        return Object.fromEntries(fields.filter((field) => field.checked).map((field) => [field.name.slice(prefix.length), field.value]));
      case "number":
      case "text":
        return fields[0].value.trim() || null;
      default:
        return fields.find((field) => field.checked)?.value ?? null;
    }
  }

  function write(box, value) {
    const prefix = `q-${box.dataset.cnQuestion}-`;
    for (const field of box.querySelectorAll("input, select, textarea")) {
      const part = field.name.startsWith(prefix) ? field.name.slice(prefix.length) : null;
      const wanted = part === null ? value : value?.[part];
      if (field.type === "radio") {
        field.checked = String(wanted ?? "") === field.value;
      } else if (field.type === "checkbox") {
        field.checked = (value ?? []).includes(field.value);
      } else {
        field.value = String(wanted ?? "").replace(box.dataset.cnKind === "number" ? "." : "\0", ",");
      }
    }
  }

  async function send() {
    clearTimeout(timer);
    if (sending || closed || leaving || !Object.keys(dirty).length) {
      return;
    }
    sending = true;
    const answers = { ...dirty };
    show(words.cnWordsSaving);
    try {
      const answer = await fetch(words.cnSave, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ revision: Number(revision.value), answers }),
        keepalive: true,
      });
      if (answer.status >= 500 || answer.status === 429) {
        throw new Error(String(answer.status));
      }
      const told = await answer.json();
      for (const [key, value] of Object.entries(answers)) {
        if (JSON.stringify(dirty[key]) === JSON.stringify(value)) {
          delete dirty[key];
        }
      }
      wait = 2000;
      if (!answer.ok) {
        closed = answer.status === 409;
        show(told.words, "warn");
      } else {
        revision.value = Math.max(Number(revision.value), told.revision);
        for (const [key, value] of Object.entries(told.newer)) {
          const box = item(key);
          if (box) {
            write(box, value);
          }
        }
        const faults = Object.values(told.faults);
        show(faults[0] || (Object.keys(told.newer).length ? words.cnWordsNewer : told.words), faults.length ? "warn" : "");
      }
      keep(answers, told.newer);
    } catch {
      show(handing ? words.cnWordsHanding : words.cnWordsWaiting, "warn");
      timer = setTimeout(send, wait);
      wait = Math.min(LONGEST_WAIT, wait * 2);
    } finally {
      sending = false;
    }
    handIn();
    if (Object.keys(dirty).length && !closed && wait === 2000) {
      timer = setTimeout(send, PAUSE);
    }
  }

  /** Hand in what was to be handed in while there was no network, once everything is sent. */
  function handIn() {
    if (handing && navigator.onLine && !Object.keys(dirty).length) {
      const button = handing;
      handing = null;
      form.requestSubmit(button);
    }
  }

  function changed(event) {
    const box = event.target.closest("[data-cn-question]");
    if (!box) {
      return;
    }
    dirty[box.dataset.cnQuestion] = read(box);
    keep();
    clearTimeout(timer);
    timer = setTimeout(send, PAUSE);
  }

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  window.addEventListener("online", () => send().then(handIn));
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && send());
  window.addEventListener("storage", (event) => {
    if (event.key !== PREFIX + id || !event.newValue) {
      return;
    }
    const other = JSON.parse(event.newValue);
    revision.value = Math.max(Number(revision.value), other.revision);
    for (const [key, value] of Object.entries({ ...other.kept, ...other.dirty })) {
      const box = item(key);
      if (box && !(key in dirty)) {
        write(box, value);
      }
    }
  });
  form.addEventListener("submit", (event) => {
    if (!navigator.onLine) {
      event.preventDefault();
      handing = event.submitter?.name === "hand_in" ? event.submitter : null;
      show(handing ? words.cnWordsHanding : words.cnWordsWaiting, "warn");
      return;
    }
    clearTimeout(timer);
    leaving = true;
  });
  // Back on the page, from a form that did not arrive.
  window.addEventListener("pageshow", () => {
    leaving = false;
  });

  // A page that the worker kept says how much time was left when it was loaded first.
  const before = stored();
  const again = before.at === words.cnAt;
  const ends = again && before.ends ? before.ends : Date.now() + Number(words.cnLeft) * 1000;
  const end = words.cnLeft === undefined ? null : performance.now() + Math.max(0, ends - Date.now());
  const clock =
    end === null
      ? null
      : () => {
          const seconds = Math.max(0, Math.round((end - performance.now()) / 1000));
          return seconds ? `${words.cnWordsLeft} ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}` : words.cnWordsOver;
        };
  if (end !== null) {
    const ticking = setInterval(() => {
      draw();
      if (performance.now() >= end) {
        clearInterval(ticking);
        send().finally(() => {
          const button = form.querySelector("[data-cn-sure]") ?? form.querySelector("button[name=hand_in]");
          if (!form.elements.sure) {
            const sure = document.createElement("input");
            sure.type = "hidden";
            sure.name = "sure";
            sure.value = "1";
            form.append(sure);
          }
          form.requestSubmit(button);
        });
      }
    }, 1000);
    draw();
  }

  // What a closed browser or a broken network left behind; a page newer than that holds what was sent.
  const older = Number(revision.value) < before.revision;
  for (const [key, value] of Object.entries({ ...(older ? before.kept : {}), ...before.dirty })) {
    const box = item(key);
    if (box) {
      write(box, value);
      if (key in before.dirty) {
        dirty[key] = value;
      }
    }
  }
  revision.value = Math.max(Number(revision.value), older ? before.revision : 0);
  try {
    const kept = older ? before.kept : {};
    const told = { dirty: before.dirty, kept, revision: Number(revision.value), at: words.cnAt, ends: end === null ? null : ends };
    localStorage.setItem(PREFIX + id, JSON.stringify(told));
  } catch {
    // Full or switched off: the page itself still holds everything.
  }
  send();
  keepPage(words.cnWorker, words.cnPage);
}
