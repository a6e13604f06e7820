// A form that creates something keeps its key when one comes back to it by the browser's Back: the page may be fetched
// anew then, with another key, and the same form would make a second thing. The key lives in the entry of the history.
const fields = [...document.querySelectorAll("[data-cn-once]")];
const back = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
const known = history.state?.cnOnce || [];

if (fields.length) {
  if (back && known.length === fields.length) {
    fields.forEach((field, place) => {
      field.value = known[place];
    });
  }
  history.replaceState({ ...history.state, cnOnce: fields.map((field) => field.value) }, "");
}
