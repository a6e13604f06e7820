// A day is typed as 12/11/2026; the button beside it opens the browser's own calendar and writes what was picked.
function pad(number) {
  return String(number).padStart(2, "0");
}

// 12112026, 12.11.26 and 1/2/2026 become 12/11/2026 and 01/02/2026; anything else is left as typed.
export function tidy(text) {
  const plain = text.trim();
  const parts = /^\d{6}$|^\d{8}$/.test(plain)
    ? [plain.slice(0, 2), plain.slice(2, 4), plain.slice(4)]
    : plain.split(/[/.\-\s]+/);
  if (parts.length !== 3 || !parts.every((part) => /^\d+$/.test(part)) || parts[0].length > 2) {
    return text;
  }
  const year = parts[2].length === 2 ? `20${parts[2]}` : parts[2];
  return year.length === 4 ? `${pad(parts[0])}/${pad(parts[1])}/${year}` : text;
}

document.addEventListener("change", (event) => {
  const field = event.target;
  if (field.matches("[data-cn-date]")) {
    field.value = tidy(field.value);
  } else if (field.matches("[data-cn-date-native]") && field.value) {
    const [year, month, day] = field.value.split("-");
    const typed = field.closest(".cn-date").querySelector("[data-cn-date]");
    typed.value = `${day}/${month}/${year}`;
    typed.dispatchEvent(new Event("input", { bubbles: true }));
    typed.dispatchEvent(new Event("change", { bubbles: true }));
    typed.focus();
  }
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-cn-date-open]");
  if (!button) {
    return;
  }
  const box = button.closest(".cn-date");
  const native = box.querySelector("[data-cn-date-native]");
  const parts = tidy(box.querySelector("[data-cn-date]").value).split("/");
  if (parts.length === 3) {
    native.value = `${parts[2]}-${parts[1]}-${parts[0]}`;
  }
  native.showPicker();
});

function showButtons(root) {
  if ("showPicker" in HTMLInputElement.prototype) {
    for (const button of root.querySelectorAll("[data-cn-date-open]")) {
      button.hidden = false;
    }
  }
}

showButtons(document);
document.addEventListener("htmx:load", (event) => showButtons(event.target));
