// The clock, the size of the letters, the dark page, menus that close. The page is whole without any of it.
const page = document.documentElement;

function keep(name, value) {
  try {
    if (value) localStorage.setItem(name, value);
    else localStorage.removeItem(name);
  } catch {
    // Kept for this page alone.
  }
}

function startClock(place) {
  const write = () => {
    const now = new Intl.DateTimeFormat("vi-VN", {
      hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Ho_Chi_Minh",
    }).format(new Date());
    if (place.textContent !== now) place.textContent = now;
  };
  write();
  setInterval(write, 5000);
}

function startSizes(buttons) {
  const show = () => {
    const size = Number(page.dataset.size || 1);
    for (const button of buttons) {
      const last = size + Number(button.dataset.ptSize);
      button.setAttribute("aria-disabled", String(last < 1 || last > 3));
    }
  };
  for (const button of buttons) {
    button.addEventListener("click", () => {
      const size = Math.min(3, Math.max(1, Number(page.dataset.size || 1) + Number(button.dataset.ptSize)));
      if (size === 1) delete page.dataset.size;
      else page.dataset.size = String(size);
      keep("cn-size", size === 1 ? "" : String(size));
      show();
    });
  }
  show();
}

function startDark(button) {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const dark = () => (page.dataset.theme ? page.dataset.theme === "dark" : system.matches);
  const show = () => button.setAttribute("aria-pressed", String(dark()));
  button.addEventListener("click", () => {
    const wanted = dark() ? "light" : "dark";
    if ((wanted === "dark") === system.matches) delete page.dataset.theme;
    else page.dataset.theme = wanted;
    keep("cn-look", page.dataset.theme || "");
    show();
  });
  system.addEventListener("change", show);
  show();
}

function startMenus() {
  const open = () => document.querySelectorAll(".pt-nav details[open]");
  document.addEventListener("click", (event) => {
    for (const each of open()) if (!each.contains(event.target)) each.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const each of open()) {
      each.open = false;
      each.querySelector("summary").focus();
    }
  });
}

const clock = document.querySelector("[data-pt-clock]");
if (clock) startClock(clock);
startSizes(document.querySelectorAll("[data-pt-size]"));
const dark = document.querySelector("[data-pt-dark]");
if (dark) startDark(dark);
startMenus();
for (const button of document.querySelectorAll("[data-pt-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Titles while one types: asked for when somebody is about to.
for (const field of document.querySelectorAll("[data-suggest]")) {
  field.addEventListener("focus", () => import(field.dataset.suggestCode).then((code) => code.start(field)), { once: true });
}
