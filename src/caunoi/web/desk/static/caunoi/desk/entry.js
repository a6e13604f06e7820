// Row by row with the keyboard: a key marks and goes on, arrows walk. Without this script one types and presses Tab.
const form = document.querySelector("[data-cn-entry]");
// A class without sittings or people has nothing to enter yet.
const boxes = form ? [...form.querySelectorAll(".entry-sign")] : [];
const sum = form?.querySelector("[data-entry-sum]");
const SIGNS = { x: "x", c: "x", m: "M", s: "S", p: "P", k: "K" };
const THERE = new Set(["x", "m", "s"]);

function walk(from, step) {
  const next = boxes[boxes.indexOf(from) + step];
  if (!next) return;
  next.focus();
  next.select();
}

function count() {
  sum.textContent = boxes.filter((box) => THERE.has(box.value.trim().toLowerCase())).length;
}

function put(box, sign) {
  if (box.value !== sign) {
    box.value = sign;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
  count();
}

form?.addEventListener("keydown", (event) => {
  const box = event.target;
  if (!box.classList?.contains("entry-sign") || event.ctrlKey || event.metaKey || event.altKey) return;
  const sign = SIGNS[event.key.toLowerCase()];
  if (sign) put(box, sign);
  else if (event.key === "Backspace" || event.key === "Delete" || event.key === " ") put(box, "");
  else if (event.key !== "ArrowUp" && event.key !== "ArrowDown" && event.key !== "Enter") return;
  event.preventDefault();
  if (event.key !== "Backspace" && event.key !== "Delete") walk(box, event.key === "ArrowUp" ? -1 : 1);
});
// A phone's keyboard sends no keys, only what stands in the box.
form?.addEventListener("input", (event) => {
  const box = event.target;
  if (!box.classList?.contains("entry-sign")) return;
  const typed = box.value.trim().toLowerCase();
  const sign = SIGNS[typed] ?? "";
  if (box.value !== sign) box.value = sign;
  count();
});
form?.addEventListener("focusin", (event) => {
  if (event.target.classList?.contains("entry-sign")) event.target.select();
});
