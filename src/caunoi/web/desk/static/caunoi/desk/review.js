// The page of one report by keyboard: j and k walk through what is to be reviewed, Enter takes it, e corrects it,
// x leaves it out, a takes everything read with confidence. Text marked at the left is given to a field.
// Everything is a form or a link that works without this; htmx replaces the page's middle after each decision.
const state = { key: "", place: 0, shown: "fields", scroll: 0, walking: false, waiting: [], busy: false };

const root = () => document.querySelector("[data-cn-review]");
const openRows = () => [...document.querySelectorAll("[data-cn-entry][data-cn-open]")];
const rowOf = (key) => document.querySelector(`[data-cn-entry="${CSS.escape(key)}"]`);
const marksOf = (key) => document.querySelectorAll(`[data-cn-span~="${CSS.escape(key)}"]`);

function bringIntoView(key) {
  const mark = marksOf(key)[0];
  const box = document.querySelector("[data-cn-scroll]");
  if (!mark || !box) {
    return;
  }
  if (box.scrollHeight > box.clientHeight + 1) {
    const top = mark.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop;
    box.scrollTop = Math.max(0, top - box.clientHeight / 3);
  } else if (state.shown === "text") {
    mark.scrollIntoView({ block: "center" });
  }
}

function choose(row, { focus = false } = {}) {
  for (const old of document.querySelectorAll(".cn-entry--now, .cn-span--now")) {
    old.classList.remove("cn-entry--now", "cn-span--now");
  }
  state.key = row ? row.dataset.cnEntry : "";
  if (!row) {
    return;
  }
  const place = openRows().indexOf(row);
  state.place = place >= 0 ? place : state.place;
  row.classList.add("cn-entry--now");
  for (const mark of marksOf(state.key)) {
    mark.classList.add("cn-span--now");
  }
  if (focus) {
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }
  bringIntoView(state.key);
}

function show(pane) {
  state.shown = pane;
  root().dataset.cnShown = pane;
  for (const button of document.querySelectorAll("[data-cn-pane]")) {
    button.setAttribute("aria-pressed", String(button.dataset.cnPane === pane));
  }
}

function begin() {
  if (!root()) {
    return;
  }
  for (const part of document.querySelectorAll("[data-cn-panes], [data-cn-keys]")) {
    part.hidden = false;
  }
  show(state.shown);
  const box = document.querySelector("[data-cn-scroll]");
  box.scrollTop = state.scroll;
  const form = document.querySelector("[data-cn-value-form]");
  const rows = openRows();
  const row = form ? form.closest("[data-cn-entry]") : rows[Math.min(state.place, rows.length - 1)];
  choose(row || null, { focus: state.walking && !form });
  const field = form && form.querySelector("[aria-invalid=true], textarea, input:not([type=hidden]), select");
  if (field) {
    show("fields");
    field.focus();
  }
}

function walk(step) {
  const rows = openRows();
  const stops = rows.length ? rows : [...document.querySelectorAll("[data-cn-entry]")];
  const now = stops.findIndex((row) => row.dataset.cnEntry === state.key);
  const first = now < 0 || (!state.walking && now === 0 && step > 0);
  const next = first ? stops[0] : stops[Math.min(Math.max(now + step, 0), stops.length - 1)];
  state.walking = true;
  if (next) {
    show("fields");
    choose(next, { focus: true });
  }
}

function press(selector) {
  const row = state.key && rowOf(state.key);
  const button = row && row.querySelector(selector);
  if (button) {
    state.walking = true;
    button.click();
  }
}

function act(key) {
  switch (key) {
    case "j":
      walk(1);
      break;
    case "k":
      walk(-1);
      break;
    case "Enter":
      press("[data-cn-right]");
      break;
    case "e":
      press("[data-cn-edit]");
      break;
    case "x":
      press("[data-cn-out]");
      break;
    case "a": {
      const button = document.querySelector("[data-cn-confident]");
      if (button) {
        state.walking = true;
        button.click();
      }
      break;
    }
    default:
  }
}

document.addEventListener("keydown", (event) => {
  const target = event.target;
  if (!root() || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) {
    return;
  }
  if (event.key === "Escape") {
    const form = target.closest("[data-cn-value-form]");
    if (form) {
      event.preventDefault();
      form.querySelector("[data-cn-cancel]").click();
    }
    return;
  }
  const free = target === document.body || target.matches("[data-cn-entry], [data-cn-scroll], main");
  const typing = target.matches("input, textarea, select") || target.isContentEditable;
  const known = event.key === "Enter" ? free : !typing && "jkexa".includes(event.key) && event.key.length === 1;
  if (!known) {
    return;
  }
  event.preventDefault();
  // Keys that come while an answer is on its way are kept and done in turn.
  if (state.busy) {
    state.waiting.push(event.key);
  } else {
    act(event.key);
  }
});

document.addEventListener("click", (event) => {
  const pane = event.target.closest("[data-cn-pane]");
  if (pane) {
    show(pane.dataset.cnPane);
    return;
  }
  const where = event.target.closest("[data-cn-where]");
  const row = event.target.closest("[data-cn-entry]");
  if (where) {
    event.preventDefault();
    show("text");
    choose(row);
    show(window.matchMedia("(min-width: 64rem)").matches ? "fields" : "text");
    bringIntoView(state.key);
    return;
  }
  if (row && !event.target.closest("a, button, input, select, textarea")) {
    choose(row);
    return;
  }
  const mark = event.target.closest("[data-cn-span]");
  if (mark && window.getSelection().isCollapsed) {
    const read = rowOf(mark.dataset.cnSpan.split(" ")[0]);
    if (read) {
      state.walking = true;
      show("fields");
      choose(read, { focus: true });
    }
  }
});

// --- text that is marked -------------------------------------------------------------------------------------------
// Places are counted in code points, as the server does: an emoji is one.
const points = (text) => [...text].length;

function marked() {
  const text = document.querySelector("[data-cn-text]");
  const form = document.querySelector("[data-cn-assign]");
  const selection = window.getSelection();
  if (!text || !form) {
    return;
  }
  if (!selection.rangeCount || selection.isCollapsed || !text.contains(selection.getRangeAt(0).commonAncestorContainer)) {
    if (!form.contains(document.activeElement)) {
      form.hidden = true;
    }
    return;
  }
  const range = selection.getRangeAt(0);
  const before = document.createRange();
  before.selectNodeContents(text);
  before.setEnd(range.startContainer, range.startOffset);
  const words = range.toString();
  const trimmed = words.trim();
  if (!trimmed) {
    form.hidden = true;
    return;
  }
  const start = points(before.toString()) + points(words) - points(words.trimStart());
  form.elements.text.value = trimmed;
  form.elements.start.value = start;
  form.elements.end.value = start + points(trimmed);
  form.querySelector("[data-cn-marked]").textContent = trimmed;
  form.hidden = false;
}

document.addEventListener("selectionchange", marked);

// --- around htmx ---------------------------------------------------------------------------------------------------
document.addEventListener("htmx:beforeRequest", (event) => {
  if (root() && root().contains(event.target)) {
    state.busy = true;
    state.scroll = document.querySelector("[data-cn-scroll]").scrollTop;
  }
});

document.addEventListener("htmx:afterRequest", (event) => {
  if (!event.detail.successful) {
    state.busy = false;
    state.waiting = [];
  }
});

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.matches("[data-cn-review]") || event.target.querySelector("[data-cn-review]")) {
    state.busy = false;
    begin();
    const key = state.waiting.shift();
    if (key) {
      act(key);
    }
  }
});

begin();
