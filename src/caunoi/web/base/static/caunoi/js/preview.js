// A picture follows what is typed into a form: its texts go into the picture's address, a moment after the last key.
for (const form of document.querySelectorAll("form[data-cn-preview]")) {
  const picture = document.getElementById(form.dataset.cnPreview);
  const base = picture.getAttribute("src");
  let waiting = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const typed = new URLSearchParams();
      for (const [name, value] of new FormData(form)) {
        if (typeof value === "string" && name !== "csrfmiddlewaretoken") typed.append(name, value);
      }
      picture.src = `${base}?${typed}`;
    }, 400);
  });
}
