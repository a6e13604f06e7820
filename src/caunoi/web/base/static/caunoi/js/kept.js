// What was typed into a form that was sent after the session had ended: the way leads over the sign-in page, then the
// form stands there again with everything in it. It is kept in this tab until the next page of the desk, and given back
// to the same account only. Passwords and files are never kept.
import { toast } from "./toast.js";

const KEY = "cn-kept";
const NEVER = new Set(["hidden", "password", "file", "submit", "button", "image", "reset"]);
const user = document.body.dataset.cnUser;

function fieldsOf(form) {
  return [...form.elements].filter((field) => field.name && !NEVER.has(field.type));
}

function valueOf(field) {
  if (field.type === "checkbox" || field.type === "radio") {
    return field.checked;
  }
  return field.multiple ? [...field.selectedOptions].map((option) => option.value) : field.value;
}

function fill(field, value) {
  if (field.type === "checkbox" || field.type === "radio") {
    field.checked = value;
  } else if (field.multiple) {
    for (const option of field.options) {
      option.selected = value.includes(option.value);
    }
  } else {
    field.value = value;
  }
}

function formsOf() {
  return [...document.querySelectorAll("main form")].filter((form) => form.method === "post");
}

function giveBack(kept) {
  const form = formsOf()[kept.place];
  const fields = form ? fieldsOf(form) : [];
  if (fields.map((field) => field.name).join() !== kept.fields.map(([name]) => name).join()) {
    return;
  }
  fields.forEach((field, place) => fill(field, kept.fields[place][1]));
  form.dispatchEvent(new Event("input", { bubbles: true }));
  toast(document.body.dataset.cnKept, "warn", true);
}

document.addEventListener("submit", (event) => {
  const place = formsOf().indexOf(event.target);
  if (!user || place < 0 || event.defaultPrevented) {
    return;
  }
  const fields = fieldsOf(event.target).map((field) => [field.name, valueOf(field)]);
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ user, page: location.pathname + location.search, place, fields }));
  } catch {
    // A full or forbidden store: then it is as it is without this script.
  }
});

const kept = JSON.parse(sessionStorage.getItem(KEY) || "null");
if (kept && !user) {
  sessionStorage.setItem(KEY, JSON.stringify({ ...kept, astray: true }));
} else if (kept) {
  sessionStorage.removeItem(KEY);
  if (kept.astray && kept.user === user && kept.page === location.pathname + location.search) {
    giveBack(kept);
  }
}
