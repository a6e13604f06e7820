// Dragging a class to another day leads to the page that shows the clashes and asks; nothing is moved before. Fingers
// scroll, and the keyboard follows the link "Move…": both reach the same page.
const SLACK = 6;
let taken = null;

function dayAt(event) {
  const under = document.elementFromPoint(event.clientX, event.clientY);
  return under ? under.closest("[data-cn-day]") : null;
}

function mark(day) {
  document.querySelectorAll(".cn-cal__day--onto").forEach((each) => each.classList.remove("cn-cal__day--onto"));
  if (day) {
    day.classList.add("cn-cal__day--onto");
  }
}

function letGo() {
  if (taken) {
    taken.element.classList.remove("cn-cal__class--taken");
    taken.calendar.classList.remove("cn-cal--dragging");
    mark(null);
  }
  taken = null;
}

document.addEventListener("pointerdown", (event) => {
  const element = event.target.closest("[data-cn-move]");
  if (!element || event.button !== 0 || event.pointerType === "touch" || event.target.closest(".cn-cal__move")) {
    return;
  }
  taken = {
    element,
    calendar: element.closest("[data-cn-calendar]"),
    from: element.closest("[data-cn-day]").dataset.cnDay,
    x: event.clientX,
    y: event.clientY,
    moving: false,
  };
});

document.addEventListener("pointermove", (event) => {
  if (!taken) {
    return;
  }
  if (!taken.moving && Math.hypot(event.clientX - taken.x, event.clientY - taken.y) < SLACK) {
    return;
  }
  taken.moving = true;
  taken.element.classList.add("cn-cal__class--taken");
  taken.calendar.classList.add("cn-cal--dragging");
  mark(dayAt(event));
});

document.addEventListener("pointerup", (event) => {
  if (!taken) {
    return;
  }
  const { moving, from, element, calendar } = taken;
  const day = dayAt(event);
  letGo();
  if (!moving) {
    return;
  }
  // The click that ends a drag opens nothing.
  document.addEventListener("click", (click) => click.preventDefault(), { capture: true, once: true });
  if (day && day.dataset.cnDay !== from) {
    const query = new URLSearchParams({ from, onto: day.dataset.cnDay, next: calendar.dataset.cnBack });
    window.location.assign(`${element.dataset.cnMove}?${query}`);
  }
});

document.addEventListener("pointercancel", letGo);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    letGo();
  }
});
