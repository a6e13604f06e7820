/* Photos are dragged into another order; the arrows beside them do the same without a mouse or a script. */
const list = document.querySelector("[data-cn-order]");

function start() {
  const form = document.getElementById(list.dataset.cnOrder);
  let held = null;
  for (const item of list.children) item.draggable = true;
  list.addEventListener("dragstart", (event) => {
    held = event.target.closest("[data-cn-photo]");
    event.dataTransfer.effectAllowed = "move";
  });
  list.addEventListener("dragover", (event) => {
    const over = event.target.closest("[data-cn-photo]");
    if (!held) return;
    event.preventDefault();
    if (!over || over === held) return;
    const below = event.clientY > over.getBoundingClientRect().top + over.offsetHeight / 2;
    over[below ? "after" : "before"](held);
  });
  list.addEventListener("dragend", () => {
    held = null;
    form.elements.order.value = [...list.children].map((item) => item.dataset.cnPhoto).join(",");
    form.hidden = false;
  });
}

if (list) start();
