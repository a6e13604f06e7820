// Searching by name, adding somebody, choosing the sitting.
import { derive } from "./attendance.js";
import { closeSheets, make, openSheet, part, press } from "./page.js";
import { refusal, shortCode } from "./rules.js";
import { clock, t } from "./texts.js";

/** Wire the three sheets; `enter(entry, how)` and `show(outcome)` are the door's and the screen's. */
export function wireSheetsOf({ door, enter, show }) {
  const searching = searchSheet({ door, enter });
  const adding = addSheet({ door, show });
  sittingSheet({ door });
  press("search", searching.open);
  press("add", () => adding.open());
  press("search-add", () => adding.open(searching.typed()));
  return { openSearch: searching.open, openAdd: adding.open, openSittings: () => drawSittings(door) };
}

function searchSheet({ door, enter }) {
  const field = document.getElementById("door-search");

  function draw() {
    const found = door.search(field.value);
    part("search-count").textContent = countWords(field.value, found.length);
    part("search-list").replaceChildren(...found.map((person) => personButton(door, person, () => choose(person))));
  }

  async function choose(person) {
    closeSheets();
    await enter(person.e, isCode(field.value, person) ? "short" : "search");
  }

  field.addEventListener("input", draw);
  part("search-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const found = door.search(field.value);
    const exact = found.find((person) => isCode(field.value, person));
    if (exact ?? (found.length === 1 && found[0])) {
      choose(exact ?? found[0]);
    }
  });

  function open() {
    field.value = "";
    draw();
    openSheet("search-sheet");
    field.focus();
  }

  return { open, typed: () => field.value.trim() };
}

function addSheet({ door, show }) {
  const name = document.getElementById("door-add-name");
  const unit = document.getElementById("door-add-unit");
  const original = document.getElementById("door-add-for");
  let chosen = null;

  function drawOriginals() {
    const found = chosen ? [] : door.search(original.value, 4);
    part("add-for-list").replaceChildren(...found.map((person) => personButton(door, person, () => take(person))));
    part("add-for-note").textContent = chosen ? t("add.for", { name: chosen.n }) : original.value ? countWords(original.value, found.length) : "";
  }

  function take(person) {
    chosen = person;
    original.value = person.n;
    unit.value ||= person.u;
    drawOriginals();
    part("add-go").focus();
  }

  original.addEventListener("input", () => {
    chosen = null;
    drawOriginals();
  });

  part("add-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const fault = faultOf();
    part("add-fault").textContent = fault;
    part("add-fault").hidden = !fault;
    if (fault) {
      return;
    }
    const said = { name: tidy(name.value), unit: tidy(unit.value), insteadOf: chosen?.e ?? null };
    closeSheets();
    show(await door.walkIn(said));
  });

  function faultOf() {
    if (tidy(name.value).split(" ").length < 2) {
      name.focus();
      return t("add.no_name");
    }
    if (original.value.trim() && !chosen) {
      original.focus();
      return t("search.none");
    }
    return "";
  }

  /** `typed`: a name that was looked for in vain; the unit of the one before stays, for people come by units. */
  function open(typed = "") {
    name.value = typed;
    original.value = "";
    chosen = null;
    part("add-fault").hidden = true;
    const units = [...new Set(door.hall.people.map((person) => person.u).filter(Boolean))].sort();
    part("units").replaceChildren(...units.map((one) => make("option", { value: one })));
    drawOriginals();
    openSheet("add-sheet");
    name.focus();
  }

  return { open };
}

function sittingSheet({ door }) {
  door.addEventListener("change", () => part("sitting-sheet").open && drawSittings(door));
}

function drawSittings(door) {
  const rows = [
    choice({ name: t("sitting.by_hour"), note: "", pressed: door.chosen === null, id: null }),
    ...door.hall.sittings.map((one) =>
      choice({
        name: one.name,
        note: t("sitting.hours", { start: clock(one.starts), end: clock(one.ends) }),
        pressed: door.chosen === one.id,
        id: one.id,
      }),
    ),
  ];
  part("sitting-list").replaceChildren(...rows);
  if (!part("sitting-sheet").open) {
    openSheet("sitting-sheet");
  }

  function choice({ name, note, pressed, id }) {
    const button = make("button", { type: "button", "aria-pressed": String(pressed), children: [make("strong", { text: name }), make("small", { text: note })] });
    button.addEventListener("click", () => {
      closeSheets();
      door.choose(id);
    });
    return make("li", { children: [button] });
  }
}

function personButton(door, person, action) {
  const button = make("button", {
    type: "button",
    children: [
      make("strong", { text: person.n }),
      make("small", { text: [person.u, person.s].filter(Boolean).join(" · ") }),
      make("small", { text: stateWords(door, person) }),
    ],
  });
  button.addEventListener("click", action);
  return make("li", { children: [button] });
}

/** Where a person is at the sitting, in words. */
function stateWords(door, person) {
  const refused = refusal(person, door.sitting);
  if (refused === "withdrawn" || refused === "wrong_sitting") {
    return t(`state.${refused}`);
  }
  const held = door.hall.sittings.find((one) => one.id === door.sitting);
  const seen = held ? door.seenOf(person.e) : [];
  if (!seen.length) {
    return t("state.none");
  }
  const { mark, facts } = derive(held, door.hall.rules, seen);
  const gone = seen.at(-1).kind === "out";
  const state = gone && mark !== "absent" ? "gone" : mark;
  return t(`state.${state}`, { time: clock(gone ? facts.out : facts.in), minutes: facts.late ?? "" });
}

function countWords(typed, count) {
  if (!typed.trim()) {
    return t("search.first");
  }
  return count ? t("search.some", { count }) : t("search.none");
}

function isCode(typed, person) {
  return shortCode(typed) === person.s;
}

function tidy(text) {
  return text.normalize("NFC").replace(/\s+/g, " ").trim();
}
