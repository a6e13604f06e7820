/* The attendance sheet: one key a person. Without this script each half-day is a form of its own. */
import { MarkQueue, filterRows } from "./sheet-queue.js";

const THERE = new Set(["present", "late", "left_early"]);
const sheet = document.querySelector("[data-cn-sheet]");
const setup = JSON.parse(document.getElementById("sheet-setup").textContent);
const table = sheet.querySelector("table");
const scroll = sheet.querySelector(".sheet-scroll");
const sittings = [...table.tHead.querySelectorAll("[data-sitting]")].map((head) => head.dataset.sitting);
const rows = [...table.tBodies[0].rows].filter((row) => row.dataset.id);
const byId = new Map(rows.map((row) => [row.dataset.id, row]));
const undoButton = sheet.querySelector("[data-undo]");
const allDialog = sheet.querySelector("[data-all-dialog]");
const saved = new Map(); // what the server holds, where this page knows better than its HTML
const steps = [];
// row -1 is the head, column -1 the number of a row; both set all.
let at = { row: 0, column: 0 };

const cellAt = (row, column) => rows[row].cells[column + 2];
const markOf = (cell) => cell.dataset.m;
const keyOf = (row, column) => `${rows[row].dataset.id}:${sittings[column]}`;
const shown = () => rows.map((row, index) => index).filter((index) => !rows[index].hidden);

const queue = new MarkQueue({
  url: setup.url,
  store: setup.store,
  token: sheet.querySelector("[data-token] input").value,
  cursor: sheet.dataset.cursor,
  status: sheet.querySelector("[data-status]"),
  saveButton: sheet.querySelector("[data-save]"),
  reasonDialog: sheet.querySelector("[data-reason-dialog]"),
  onNews: (cells) => {
    for (const [key, mark] of cells) {
      saved.set(key, mark);
      draw(key, mark);
    }
    sum();
  },
  onDropped: (keys) => {
    for (const key of keys) draw(key, saved.get(key));
    steps.length = 0;
    undoButton.disabled = true;
    sum();
  },
});

function find(key) {
  const [id, sitting] = key.split(":");
  const column = sittings.indexOf(sitting);
  return column < 0 ? undefined : byId.get(id)?.cells[column + 2];
}

function draw(key, mark) {
  const cell = find(key);
  if (!cell) return;
  if (!saved.has(key)) saved.set(key, markOf(cell));
  cell.dataset.m = mark;
  cell.textContent = setup.signs[mark];
  cell.setAttribute("aria-label", setup.names[mark]);
}

function sum() {
  const totals = sittings.map(() => 0);
  for (const row of rows) {
    let mine = 0;
    let madeUp = 0;
    let unmarked = 0;
    for (let column = 0; column < sittings.length; column += 1) {
      const cell = row.cells[column + 2];
      if (THERE.has(cell.dataset.m)) {
        totals[column] += 1;
        mine += 1;
      } else if (cell.classList.contains("sheet-made-up")) {
        madeUp += 1;
      } else if (cell.dataset.m === "none") {
        unmarked += 1;
      }
    }
    row.querySelector("[data-row-sum]").textContent = mine;
    share(row.querySelector("[data-row-share]"), mine + madeUp, unmarked);
  }
  for (const place of table.tHead.querySelectorAll("[data-sum]")) place.textContent = totals[Number(place.dataset.sum)];
  table.tHead.querySelector("[data-sum-all]").textContent = totals.reduce((a, b) => a + b, 0);
}

/* How much of the class somebody attended; "not enough" only where the sittings that are still open can't mend it. */
function share(place, attended, unmarked) {
  const all = sittings.length;
  const reaches = (count) => count * 100 >= setup.least * all;
  const state = !setup.least ? "" : reaches(attended) ? "enough" : reaches(attended + unmarked) ? "" : "lost";
  place.dataset.state = state;
  place.textContent = `${attended}/${all} · ${Math.floor((attended * 100) / all)} %`;
  if (state) {
    const words = document.createElement("span");
    words.textContent = setup.share[state];
    place.append(" ", words);
  }
}

/* Set marks of many cells as one step that can be undone. */
function set(cells) {
  const step = [];
  for (const [row, column, mark] of cells) {
    const before = markOf(cellAt(row, column));
    if (before !== mark) step.push([keyOf(row, column), before, mark]);
  }
  if (!step.length) return;
  steps.push(step);
  undoButton.disabled = false;
  for (const [key, , mark] of step) draw(key, mark);
  sum();
  queue.put(step.map(([key, , mark]) => [key, mark]));
}

function undo() {
  const step = steps.pop();
  undoButton.disabled = !steps.length;
  if (!step) return;
  for (const [key, before] of step) draw(key, before);
  sum();
  queue.put(step.map(([key, before]) => [key, before]));
  // The hand goes back to where it was: the next key means the same cell.
  const cell = step.length === 1 && find(step[0][0]);
  if (cell) go(rows.indexOf(cell.parentElement), cell.cellIndex - 2);
  else elementAt(at)?.focus({ preventScroll: true });
}

/* All cells of a column (row -1) or of a row (column -1); filtered rows only; empty cells only unless told. */
function setAll({ row, column }, mark, everyOne) {
  const chosen = row < 0 ? shown().map((index) => [index, column]) : sittings.map((_, place) => [row, place]);
  set(
    chosen
      .filter(([r, c]) => everyOne || mark === "none" || markOf(cellAt(r, c)) === "none")
      .map(([r, c]) => [r, c, mark]),
  );
}

function elementAt({ row, column }) {
  if (row < 0) return table.tHead.querySelector(`[data-col-all="${Math.max(column, 0)}"]`);
  return column < 0 ? rows[row].querySelector("[data-row-all]") : cellAt(row, column);
}

function go(row, column, { focus = true } = {}) {
  const next = { row, column: row < 0 ? Math.max(column, 0) : column };
  const old = elementAt(at);
  if (old) old.tabIndex = -1;
  at = next;
  const element = elementAt(at);
  element.tabIndex = 0;
  if (focus) {
    element.focus({ preventScroll: true });
    bringIntoView(element);
  }
}

/* The head and the column of names stand still over the cells; keep the cell clear of them. */
function bringIntoView(element) {
  const box = element.getBoundingClientRect();
  const frame = scroll.getBoundingClientRect();
  const top = frame.top + table.tHead.offsetHeight;
  const { bottom } = frame;
  if (at.row >= 0 && box.top < top) scroll.scrollTop -= top - box.top + 4;
  if (at.row >= 0 && box.bottom > bottom) scroll.scrollTop += box.bottom - bottom + 4;
  const left = rows[0].cells[1].getBoundingClientRect().right;
  if (at.column >= 0 && box.left < left) scroll.scrollLeft -= left - box.left + 4;
  if (box.right > frame.right) scroll.scrollLeft += box.right - frame.right + 4;
  element.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function move(down, right) {
  const visible = shown();
  if (!visible.length) return;
  let row = at.row;
  if (down) {
    const place = row < 0 ? -1 : visible.indexOf(row);
    const next = Math.min(Math.max(place + down, -1), visible.length - 1);
    row = next < 0 ? -1 : visible[next];
  }
  go(row, Math.min(Math.max(at.column + right, row < 0 ? 0 : -1), sittings.length - 1));
}

const MOVES = {
  ArrowUp: () => move(-1, 0),
  ArrowDown: () => move(1, 0),
  ArrowLeft: () => move(0, -1),
  ArrowRight: () => move(0, 1),
  PageUp: () => move(-10, 0),
  PageDown: () => move(10, 0),
  Home: () => go(at.row, 0),
  End: () => go(at.row, sittings.length - 1),
};

table.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
    event.preventDefault();
    undo();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const mark = ["Backspace", "Delete"].includes(event.key) ? "none" : setup.keys[event.key.toLowerCase()];
  if (MOVES[event.key]) {
    event.preventDefault();
    MOVES[event.key]();
  } else if (mark) {
    event.preventDefault();
    if (at.row < 0 || at.column < 0) {
      setAll(at, mark, event.shiftKey);
    } else {
      set([[at.row, at.column, mark]]);
      if (mark !== "none") move(1, 0);
    }
  }
});

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, dialog, table");
  if (!typing && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
    event.preventDefault();
    undo();
  }
});

table.addEventListener("focusin", (event) => {
  const cell = event.target.closest("td[data-m]");
  const row = event.target.closest("tr[data-id]");
  if (cell) go(rows.indexOf(row), cell.cellIndex - 2, { focus: false });
});

table.addEventListener("click", (event) => {
  const column = event.target.closest("[data-col-all]");
  const number = event.target.closest("[data-row-all]");
  const cell = event.target.closest("td[data-m]");
  if (cell) {
    go(rows.indexOf(cell.parentElement), cell.cellIndex - 2);
  } else if (column) {
    go(-1, Number(column.dataset.colAll));
    askAll(column.textContent);
  } else if (number) {
    go(rows.indexOf(number.closest("tr")), -1);
    askAll(number.getAttribute("aria-label"));
  }
});

function askAll(words) {
  const place = { ...at };
  allDialog.querySelector("[data-all-heading]").textContent = words;
  allDialog.returnValue = "";
  allDialog.addEventListener(
    "close",
    () => {
      const everyOne = !allDialog.querySelector("[data-all-empty]").checked;
      if (allDialog.returnValue) setAll(place, allDialog.returnValue, everyOne);
      elementAt(place)?.focus({ preventScroll: true });
    },
    { once: true },
  );
  allDialog.showModal();
}

for (const button of sheet.querySelectorAll(".sheet-bar [data-mark]")) {
  button.addEventListener("click", () => {
    if (at.row < 0 || at.column < 0) setAll(at, button.dataset.mark, false);
    else set([[at.row, at.column, button.dataset.mark]]);
    move(at.row < 0 ? 0 : 1, 0);
  });
}
undoButton.addEventListener("click", undo);

sheet.querySelector("[data-find]").addEventListener("input", (event) => {
  const any = filterRows(table.tBodies[0].rows, event.target.value);
  sheet.querySelector("[data-none]").hidden = any;
  const visible = shown();
  if (visible.length && (at.row < 0 || rows[at.row].hidden)) go(visible[0], Math.max(at.column, 0), { focus: false });
});

/* Begin where the work is: the first sitting in which somebody is not marked yet. */
const first = sittings.findIndex((_, column) => rows.some((row, index) => markOf(cellAt(index, column)) === "none"));
go(0, Math.max(first, 0), { focus: false });
for (const [key, mark] of queue.restore((key) => Boolean(find(key)))) draw(key, mark);
sum();
sheet.dataset.ready = "true";
