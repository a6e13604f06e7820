// The words of the page, brought along by it as data, and how times and names are written.

const catalogue = JSON.parse(document.getElementById("door-texts").textContent);
export const places = JSON.parse(document.getElementById("door-places").textContent);

/** The text called `key`, with `{name}` replaced by `values.name`. */
export function t(key, values = {}) {
  const text = catalogue[key];
  if (text === undefined) {
    throw new Error(`No text is called ${key}.`);
  }
  return text.replace(/\{(\w+)\}/g, (_all, name) => String(values[name] ?? ""));
}

/** A time of the day in Vietnam, as offices write it: 7:42. Another day than `today` is named. */
export function clock(ms, today = ms) {
  const [day, time] = parts(ms);
  const [thisDay] = parts(today);
  return day === thisDay ? time : `${time}, ${day}`;
}

function parts(ms) {
  const there = new Date(ms + 7 * 3_600_000);
  const time = `${there.getUTCHours()}:${String(there.getUTCMinutes()).padStart(2, "0")}`;
  return [`${there.getUTCDate()}/${there.getUTCMonth() + 1}`, time];
}

/** Text for comparison: lower case, đ as d, without marks, single spaces. */
export function fold(text) {
  return text.normalize("NFD").toLowerCase().replace(/[đð]/g, "d").replace(/\p{M}/gu, "").replace(/\s+/g, " ").trim();
}

/** 1179 as 1.179. */
export function number(value) {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ".");
}
