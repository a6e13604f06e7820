// The buttons of Wagtail's editor are pinned above the text until somebody unpins them: a clerk should not have to
// find out that they appear beside a selected word.
const KEY = "wagtail:draftail-toolbar";

try {
  if (!localStorage.getItem(KEY)) localStorage.setItem(KEY, "sticky");
} catch {
  // A browser that keeps nothing shows them beside the selection.
}

// The editor writes into its field a quarter of a second after the last key. Whoever presses a button sooner than that
// must not lose the last words.
document.addEventListener(
  "submit",
  () => {
    for (const field of document.querySelectorAll("[data-draftail-input]")) field.draftailEditor?.saveState();
  },
  true,
);

// The editor draws a field of its own in place of the one that the label names.
const name = (watching) => {
  const text = document.querySelector(".public-DraftEditor-content");
  const label = document.querySelector("label[for=id_body]");
  if (!text || !label) return;
  label.id ||= "id_body-label";
  text.setAttribute("aria-labelledby", label.id);
  watching?.disconnect();
};

new MutationObserver((_changes, watching) => name(watching)).observe(document.documentElement, {
  childList: true,
  subtree: true,
});
name();
