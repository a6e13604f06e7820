// Copies the address of an article, and hands it to the phone's own way of sharing where it has one.
const field = document.getElementById("cn-address");
const copy = document.querySelector("[data-share-copy]");
const hand = document.querySelector("[data-share]");

if (field && copy && navigator.clipboard) {
  copy.hidden = false;
  const words = copy.querySelector("span");
  const before = words.textContent;
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      words.textContent = copy.dataset.shareCopy;
    } catch {
      field.select();
    }
    setTimeout(() => {
      words.textContent = before;
    }, 3000);
  });
}
field?.addEventListener("focus", () => field.select());

if (hand && navigator.share) {
  hand.hidden = false;
  hand.addEventListener("click", () => {
    navigator.share({ title: document.querySelector(".cn-share__title")?.textContent, url: field.value }).catch(() => {});
  });
}
