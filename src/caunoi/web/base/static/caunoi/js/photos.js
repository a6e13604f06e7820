/* The photos of an article open over the whole screen: arrows, a finger and the rail below walk, Escape closes. Without
   it the links lead to the photos themselves. */
const article = document.querySelector("[data-cn-photos]");
// A rail of two would only repeat the arrows.
const LEAST_IN_RAIL = 3;
// Pixels that a finger moves sideways before it means to walk.
const SWIPE = 50;

function button(label, ...inside) {
  const made = document.createElement("button");
  made.type = "button";
  made.append(...inside);
  made.setAttribute("aria-label", label);
  return made;
}

/** The small picture of a link, in the size that a rail needs. */
function thumb(link) {
  const copy = (link.querySelector("picture") ?? link.querySelector("img")).cloneNode(true);
  for (const each of [copy, ...copy.querySelectorAll("source, img")]) {
    if (each.sizes !== undefined) each.sizes = "5rem";
    if (each.tagName === "IMG") {
      each.alt = "";
      each.removeAttribute("id");
      each.loading = "lazy";
      each.removeAttribute("fetchpriority");
    }
  }
  return copy;
}

/** Read the style of the viewer, once; without it the photo is still seen. */
async function dressed(address) {
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = address;
  const there = new Promise((done) => (sheet.onload = sheet.onerror = done));
  document.head.append(sheet);
  await there;
}

function start(links) {
  const told = article.dataset;
  const dialog = document.createElement("dialog");
  dialog.className = "cn-viewer";
  dialog.setAttribute("aria-label", told.cnPhotos);
  const image = document.createElement("img");
  image.draggable = false;
  const words = document.createElement("p");
  words.setAttribute("aria-live", "polite");
  const bar = document.createElement("div");
  const before = button(told.cnBefore, "←");
  const close = button(told.cnClose, "✕");
  const next = button(told.cnNext, "→");
  bar.append(before, close, next);
  before.hidden = next.hidden = links.length < 2;
  const rail = document.createElement("ol");
  const places = [];
  dialog.append(image, words, bar, rail);
  document.body.append(dialog);
  let at = 0;
  let style = null;

  function fillRail() {
    if (places.length || links.length < LEAST_IN_RAIL) return;
    links.forEach((link, number) => {
      const place = button(`${number + 1}/${links.length} ${link.querySelector("img").alt}`, thumb(link));
      place.addEventListener("click", () => show(number));
      const item = document.createElement("li");
      item.append(place);
      rail.append(item);
      places.push(place);
    });
  }

  function show(number) {
    at = (number + links.length) % links.length;
    image.src = links[at].href;
    image.alt = links[at].querySelector("img").alt;
    const caption = links[at].closest("figure").querySelector("figcaption");
    const count = links.length > 1 ? `${at + 1}/${links.length} ` : "";
    words.textContent = count + (caption ? caption.textContent.trim() : "");
    // What is longer than its room is reached and rolled by keys as well.
    words.tabIndex = words.scrollHeight > words.clientHeight ? 0 : -1;
    places.forEach((place, each) => place.setAttribute("aria-current", String(each === at)));
    places[at]?.scrollIntoView({ block: "nearest", inline: "center" });
    // The one that is likely asked for next.
    new Image().src = links[(at + 1) % links.length].href;
  }

  before.addEventListener("click", () => show(at - 1));
  next.addEventListener("click", () => show(at + 1));
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft") show(at - 1);
    if (event.key === "ArrowRight") show(at + 1);
    if (event.key === "Home") show(0);
    if (event.key === "End") show(links.length - 1);
  });
  let from = null;
  image.addEventListener("pointerdown", (event) => (from = event.isPrimary ? event.clientX : null));
  image.addEventListener("pointercancel", () => (from = null));
  image.addEventListener("pointerup", (event) => {
    const moved = from === null ? 0 : event.clientX - from;
    from = null;
    if (Math.abs(moved) >= SWIPE) show(at - Math.sign(moved));
  });
  dialog.addEventListener("close", () => links[at].focus());
  links.forEach((link, number) => {
    link.addEventListener("click", async (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      style ??= dressed(told.cnSheet);
      await style;
      if (dialog.open) return;
      fillRail();
      dialog.showModal();
      show(number);
      close.focus();
    });
  });
}

const links = [...(article?.querySelectorAll("a[data-cn-photo]") ?? [])];
if (links.length && "HTMLDialogElement" in window) start(links);
