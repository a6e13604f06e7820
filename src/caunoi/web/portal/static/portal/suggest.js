// Titles while one types: a combobox over the plain search form, which works without it.
const WAIT = 180;
const LEAST = 2;
const known = new Map();

let started = 0;

export function start(input) {
  if (input.getAttribute("role") === "combobox") return;
  started += 1;
  const id = `cn-suggest-${started}`;
  const list = document.createElement("ul");
  list.id = id;
  list.className = "cn-suggest__list";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.suggestLabel ?? "");
  list.hidden = true;
  input.parentElement.classList.add("cn-suggest");
  input.parentElement.append(list);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id, autocomplete: "off",
  })) {
    input.setAttribute(name, value);
  }

  let timer = 0;
  let asked = 0;
  let chosen = -1;

  function close() {
    clearTimeout(timer);
    asked += 1;
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(next) {
    const rows = [...list.children];
    if (!rows.length) return;
    chosen = (next + rows.length + 1) % (rows.length + 1);
    rows.forEach((row, at) => row.setAttribute("aria-selected", String(at === chosen)));
    const row = rows[chosen];
    if (row) {
      input.setAttribute("aria-activedescendant", row.id);
      row.scrollIntoView({ block: "nearest" });
    } else {
      // After the last one: back to what was typed.
      chosen = -1;
      input.removeAttribute("aria-activedescendant");
    }
  }

  function show(found) {
    list.replaceChildren(
      ...found.map((each, at) => {
        const row = document.createElement("li");
        row.id = `${id}-${at}`;
        row.setAttribute("role", "option");
        row.setAttribute("aria-selected", "false");
        row.dataset.address = each.address;
        const title = document.createElement("span");
        title.lang = "vi";
        for (const [text, marked] of each.title) {
          const piece = marked ? document.createElement("mark") : document.createTextNode("");
          piece.textContent = text;
          title.append(piece);
        }
        row.append(title);
        const about = [each.kind, each.site].filter(Boolean).join(" · ");
        if (about) row.append(Object.assign(document.createElement("small"), { textContent: about }));
        return row;
      }),
    );
    chosen = -1;
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(found.length > 0));
    input.removeAttribute("aria-activedescendant");
  }

  async function ask(words) {
    asked += 1;
    const mine = asked;
    const address = `${input.dataset.suggest}?q=${encodeURIComponent(words)}`;
    if (!known.has(address)) {
      try {
        const answer = await fetch(address, { headers: { Accept: "application/json" } });
        if (!answer.ok) return close();
        known.set(address, (await answer.json()).found);
      } catch {
        return close();
      }
    }
    if (mine === asked && document.activeElement === input) show(known.get(address));
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    const words = input.value.trim();
    if (words.length < LEAST) return close();
    timer = setTimeout(() => ask(words), WAIT);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(event.key === "ArrowDown" ? chosen + 1 : chosen < 0 ? list.children.length - 1 : chosen - 1);
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      location.assign(list.children[chosen].dataset.address);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  });
  input.addEventListener("blur", close);
  // Before the field loses the focus.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const row = event.target.closest("li");
    if (row) location.assign(row.dataset.address);
  });
}
