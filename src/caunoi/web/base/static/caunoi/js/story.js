/* A photo story opens its photos over the whole screen: arrows walk, Escape closes. Without it the links lead to the
   photos themselves. */
const story = document.querySelector("[data-cn-story]");

function button(sign, label) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = sign;
  made.setAttribute("aria-label", label);
  return made;
}

function start() {
  const links = [...story.querySelectorAll("a")];
  const dialog = document.createElement("dialog");
  dialog.className = "cn-viewer";
  const image = document.createElement("img");
  const words = document.createElement("p");
  words.setAttribute("aria-live", "polite");
  const bar = document.createElement("div");
  const before = button("←", story.dataset.cnBefore);
  const close = button("✕", story.dataset.cnClose);
  const next = button("→", story.dataset.cnNext);
  bar.append(before, close, next);
  dialog.append(image, words, bar);
  document.body.append(dialog);
  let at = 0;

  function show(number) {
    at = (number + links.length) % links.length;
    const small = links[at].querySelector("img");
    image.src = links[at].href;
    image.alt = small.alt;
    const caption = links[at].closest("figure").querySelector("figcaption");
    words.textContent = `${at + 1}/${links.length} ${caption ? caption.textContent.trim() : ""}`;
  }

  before.addEventListener("click", () => show(at - 1));
  next.addEventListener("click", () => show(at + 1));
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft") show(at - 1);
    if (event.key === "ArrowRight") show(at + 1);
  });
  dialog.addEventListener("close", () => links[at].focus());
  links.forEach((link, number) => {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      show(number);
      dialog.showModal();
      close.focus();
    });
  });
}

if (story && "HTMLDialogElement" in window) start();
