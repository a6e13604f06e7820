/* Enter writes a question down; Shift+Enter begins a new line. */
const text = document.querySelector("[data-cn-quick] textarea");
text?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    text.form.requestSubmit();
  }
});
