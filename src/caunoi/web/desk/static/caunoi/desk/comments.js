// The queue of comments by keyboard: j and k walk, x ticks, a shows the one at which you are.
const rows = [...document.querySelectorAll("[data-cn-comment]")];
const typing = (element) => element.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
let at = -1;

function go(step) {
  at = Math.max(0, Math.min(rows.length - 1, at + step));
  rows[at].querySelector("input").focus();
  rows[at].scrollIntoView({ block: "nearest" });
}

document.addEventListener("focusin", (event) => {
  const row = event.target.closest("[data-cn-comment]");
  if (row) {
    at = rows.indexOf(row);
  }
});
document.addEventListener("keydown", (event) => {
  if (!rows.length || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) {
    return;
  }
  if (event.key === "j") {
    go(1);
  } else if (event.key === "k") {
    go(-1);
  } else if (event.key === "x" && at >= 0) {
    rows[at].querySelector("input").click();
  } else if (event.key === "a" && at >= 0) {
    rows[at].querySelector("[data-cn-approve]")?.click();
  }
});
