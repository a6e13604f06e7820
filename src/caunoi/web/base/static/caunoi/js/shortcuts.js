// "/" and Ctrl+K go to the search box; arrows walk through what it found; Escape leaves.
const box = document.querySelector("[data-cn-search]");
const found = document.getElementById("cn-quick");

function isTyping(target) {
  return target.isContentEditable || target.matches("input, textarea, select");
}

document.addEventListener("keydown", (event) => {
  const slash = event.key === "/" && !isTyping(event.target) && !event.ctrlKey && !event.metaKey && !event.altKey;
  const jump = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
  if (box && (slash || jump)) {
    event.preventDefault();
    box.focus();
    box.select();
  }
});

if (box && found) {
  const form = box.closest("form");
  const clear = () => found.replaceChildren();

  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      clear();
      box.focus();
      return;
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") {
      return;
    }
    const stops = [box, ...found.querySelectorAll("a[href]")];
    const next = stops[stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1)];
    if (next && stops.length > 1) {
      event.preventDefault();
      next.focus();
    }
  });

  document.addEventListener("click", (event) => {
    if (!form.contains(event.target)) {
      clear();
    }
  });

  form.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !form.contains(event.relatedTarget)) {
      clear();
    }
  });

  // An answer to a box that has been emptied or left since comes too late.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target === found && (box.value.trim() === "" || !form.contains(document.activeElement))) {
      event.detail.shouldSwap = false;
    }
  });
}
