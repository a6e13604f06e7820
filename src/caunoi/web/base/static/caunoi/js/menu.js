// Menus are <details data-cn-menu>: Escape and a click elsewhere close them; arrows walk through them.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details[data-cn-menu][open]")) {
    if (!menu.contains(event.target)) {
      menu.open = false;
    }
  }
});

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest("details[data-cn-menu][open]");
  if (!menu) {
    return;
  }
  if (event.key === "Escape") {
    menu.open = false;
    menu.querySelector("summary").focus();
    return;
  }
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") {
    return;
  }
  const items = [...menu.querySelectorAll("summary, a[href], button")];
  const next = items[items.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1)];
  if (next) {
    event.preventDefault();
    next.focus();
  }
});
