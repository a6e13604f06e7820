// data-cn-guard on a form: leaving with something typed and not saved asks first; an element [data-cn-unsaved] in the
// form shows that there is something to save.
const changed = new Set();

function mark(form, dirty) {
  if (dirty) {
    changed.add(form);
  } else {
    changed.delete(form);
  }
  for (const sign of form.querySelectorAll("[data-cn-unsaved]")) {
    sign.hidden = !dirty;
  }
}

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-cn-guard]");
  if (form) {
    mark(form, true);
  }
});

document.addEventListener("submit", (event) => {
  if (event.target.matches("form[data-cn-guard]") && !event.defaultPrevented) {
    mark(event.target, false);
  }
});

window.addEventListener("beforeunload", (event) => {
  const open = [...changed].filter((form) => form.isConnected);
  if (open.length) {
    event.preventDefault();
  }
});

// A form that came back with faults still holds what isn't saved.
for (const form of document.querySelectorAll("form[data-cn-guard]")) {
  if (form.querySelector("[data-cn-summary]") || document.querySelector("[data-cn-summary]")) {
    mark(form, true);
  }
}
