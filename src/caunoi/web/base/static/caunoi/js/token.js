// Signing in again, perhaps in another tab, ends the token that a page was served with: what a page sends takes the
// one that holds now, so a page that stood open meanwhile can still be saved.
export function token(served) {
  const found = document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]+)/);
  return found ? found[1] : served;
}

document.addEventListener("submit", (event) => {
  const field = event.target.querySelector("input[name=csrfmiddlewaretoken]");
  if (field) {
    field.value = token(field.value);
  }
});

document.addEventListener("htmx:configRequest", (event) => {
  const headers = event.detail.headers;
  headers["X-CSRFToken"] = token(headers["X-CSRFToken"]);
});
