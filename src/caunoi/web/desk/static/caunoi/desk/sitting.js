/* One half-day with big buttons: each touch is saved by itself. Without this script the form has a button to save. */
import { MarkQueue, filterRows } from "./sheet-queue.js";

const THERE = new Set(["present", "late", "left_early"]);
const form = document.querySelector("[data-cn-sitting]");
const setup = JSON.parse(document.getElementById("sheet-setup").textContent);
const sitting = form.dataset.cnSitting;
const list = form.querySelector(".sitting-list");
const people = [...list.querySelectorAll("[data-id]")];
const undoButton = form.querySelector("[data-undo]");
const marks = new Map(people.map((one) => [one.dataset.id, one.querySelector("input:checked")?.value || "none"]));
const guests = new Set(people.filter((one) => "guest" in one.dataset).map((one) => one.dataset.id));
const saved = new Map(marks);
const steps = [];

for (const one of form.querySelectorAll("[data-needs-script]")) one.hidden = false;
form.querySelector("[data-without-script]").hidden = true;
form.querySelector("[data-status]").hidden = false;
form.addEventListener("submit", (event) => event.preventDefault());

const queue = new MarkQueue({
  url: setup.url,
  store: setup.store,
  token: form.querySelector("[name=csrfmiddlewaretoken]").value,
  cursor: form.dataset.cursor,
  status: form.querySelector("[data-status]"),
  saveButton: form.querySelector("[data-save]"),
  reasonDialog: document.querySelector("[data-reason-dialog]"),
  onNews: (cells) => {
    for (const [key, mark] of cells) {
      const [id, where] = key.split(":");
      if (where === sitting) {
        saved.set(id, mark);
        draw(id, mark);
      }
    }
  },
  onDropped: (keys) => {
    for (const key of keys) draw(key.split(":")[0], saved.get(key.split(":")[0]));
    steps.length = 0;
    undoButton.disabled = true;
  },
});

function draw(id, mark) {
  if (!marks.has(id)) return;
  marks.set(id, mark);
  const input = form.querySelector(`input[name="m-${id}"][value="${mark}"]`);
  if (input) input.checked = true;
  form.querySelector("[data-sum]").textContent = [...marks].filter(([one, what]) => !guests.has(one) && THERE.has(what)).length;
}

function set(cells) {
  const step = cells.map(([id, mark]) => [id, marks.get(id), mark]).filter(([, before, mark]) => before !== mark);
  if (!step.length) return;
  steps.push(step);
  undoButton.disabled = false;
  for (const [id, , mark] of step) draw(id, mark);
  queue.put(step.map(([id, , mark]) => [`${id}:${sitting}`, mark]));
}

function undo() {
  const step = steps.pop();
  undoButton.disabled = !steps.length;
  if (!step) return;
  for (const [id, before] of step) draw(id, before);
  queue.put(step.map(([id, before]) => [`${id}:${sitting}`, before]));
}

list.addEventListener("change", (event) => {
  const input = event.target;
  if (input.name.startsWith("m-")) set([[input.name.slice(2), input.value]]);
});
undoButton.addEventListener("click", undo);
form.querySelector("[data-rest]").addEventListener("click", () => {
  set(
    people.filter((one) => !one.hidden && marks.get(one.dataset.id) === "none").map((one) => [one.dataset.id, "present"]),
  );
});
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !event.target.closest("[type=search]")) {
    event.preventDefault();
    undo();
  }
});
form.querySelector("[data-find]").addEventListener("input", (event) => {
  form.querySelector("[data-none]").hidden = filterRows(list.children, event.target.value);
});

queue.show("saved");
for (const [key, mark] of queue.restore((one) => marks.has(one.split(":")[0]))) if (key.endsWith(`:${sitting}`)) draw(key.split(":")[0], mark);
form.dataset.ready = "true";
