// The way in: files dropped anywhere in the box are chosen, and their names are shown before they are sent.
const MOST = 100;
const box = document.querySelector("[data-cn-drop]");

if (box) {
  const input = box.querySelector("[data-cn-files]");
  const chosen = box.querySelector("[data-cn-chosen]");
  box.querySelector("[data-cn-drop-hint]").hidden = false;

  const show = () => {
    const names = [...input.files].map((file) => file.name);
    if (names.length > MOST) {
      chosen.textContent = chosen.dataset.cnTooMany;
      input.value = "";
      return;
    }
    chosen.textContent = names.length > 3 ? `${names.length} ${chosen.dataset.cnWords}` : names.join(" · ");
  };
  input.addEventListener("change", show);

  const holdsFiles = (event) => [...event.dataTransfer.types].includes("Files");
  for (const name of ["dragenter", "dragover"]) {
    box.addEventListener(name, (event) => {
      if (holdsFiles(event)) {
        event.preventDefault();
        box.classList.add("cn-intake--over");
      }
    });
  }
  for (const name of ["dragleave", "drop"]) {
    box.addEventListener(name, () => box.classList.remove("cn-intake--over"));
  }
  box.addEventListener("drop", (event) => {
    if (holdsFiles(event)) {
      event.preventDefault();
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
}
