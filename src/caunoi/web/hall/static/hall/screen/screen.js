// Says when the figures could not be fetched; they are asked for again by themselves.
const trouble = document.querySelector("[data-screen-trouble]");

document.body.addEventListener("htmx:afterRequest", (event) => {
  if (trouble) trouble.hidden = Boolean(event.detail.successful);
});
