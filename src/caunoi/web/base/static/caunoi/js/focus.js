// After a form comes back with faults, reading goes on at their summary.
function toSummary(root) {
  const summary = root.querySelector("[data-cn-summary]");
  if (summary) {
    summary.focus();
  }
}

toSummary(document);
document.addEventListener("htmx:load", (event) => toSummary(event.target));

// The current tab of a long strip is brought into view on a phone.
const current = document.querySelector(".cn-tabs [aria-current]");
if (current) {
  const strip = current.closest(".cn-tabs");
  strip.scrollLeft = current.offsetLeft - (strip.clientWidth - current.offsetWidth) / 2;
}
