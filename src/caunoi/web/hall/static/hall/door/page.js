// The parts of the page by the names that the template gives them.

/** The element called `name`; that it is missing is a fault of the template. */
export function part(name) {
  const found = document.querySelector(`[data-cn-door="${name}"]`);
  if (!found) {
    throw new Error(`The page has no ${name}.`);
  }
  return found;
}

/** Call `action` when the part is pressed. */
export function press(name, action) {
  part(name).addEventListener("click", action);
}

/** A new element with text and children; text is never HTML. */
export function make(tag, { text = "", className = "", children = [], ...attributes } = {}) {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...(text === "" ? children : [text, ...children]));
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
  return made;
}

/** Open a sheet; what was open before is closed. */
export function openSheet(name) {
  closeSheets();
  part(name).showModal();
}

export function closeSheets() {
  document.querySelectorAll("dialog[open]").forEach((sheet) => sheet.close());
}

/** Buttons within sheets that close them. */
export function wireSheets() {
  document.querySelectorAll("[data-cn-close]").forEach((button) => {
    button.addEventListener("click", () => button.closest("dialog").close());
  });
}

/** Banners on top, one a name; "" takes it away. */
const banners = new Map();
export function banner(name, words, { close = true } = {}) {
  banners.set(name, { words, close });
  if (!words) {
    banners.delete(name);
  }
  const place = part("banner");
  place.replaceChildren(
    ...[...banners].map(([each, one]) => {
      const line = make("p", { children: [make("span", { text: one.words })] });
      if (one.close) {
        const button = make("button", { text: "×", type: "button", "aria-label": part("search-sheet").querySelector("[data-cn-close]").textContent.trim() });
        button.addEventListener("click", () => banner(each, ""));
        line.append(button);
      }
      return line;
    }),
  );
  place.hidden = !banners.size;
}
