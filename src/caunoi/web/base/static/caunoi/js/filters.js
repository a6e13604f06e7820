// data-cn-autosubmit on a form sends it when a choice changes; where htmx drives the form, htmx does it.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-cn-autosubmit]");
  if (form && !form.hasAttribute("hx-get")) {
    form.requestSubmit();
  }
});
