// A file dropped onto a form goes into its field, and the form is sent. Without scripts the field alone serves.
for (const form of document.querySelectorAll("form[data-cn-drop]")) {
  const field = form.querySelector("input[type=file]");
  const over = (on) => form.classList.toggle("cn-drop--over", on);
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    over(true);
  });
  form.addEventListener("dragleave", () => over(false));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    if (event.dataTransfer.files.length) {
      field.files = event.dataTransfer.files;
      form.requestSubmit();
    }
  });
}
