// Lines of [data-cn-order] can be dragged among those of their own list; the new order is sent as a form.
// Without this, and from the keyboard, the arrows beside each line do the same.

for (const list of document.querySelectorAll("[data-cn-order]")) {
  const form = document.querySelector("[data-cn-order-form]");
  let dragged = null;
  for (const line of list.querySelectorAll("[data-cn-order-key]")) {
    line.draggable = true;
  }
  list.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("[data-cn-order-key]");
    dragged?.setAttribute("data-cn-dragged", "");
    event.dataTransfer.effectAllowed = "move";
  });
  list.addEventListener("dragover", (event) => {
    const over = event.target.closest("[data-cn-order-key]");
    if (!dragged || !over || over === dragged || over.parentElement !== dragged.parentElement) {
      return;
    }
    event.preventDefault();
    const box = over.getBoundingClientRect();
    over[event.clientY < box.top + box.height / 2 ? "before" : "after"](dragged);
  });
  list.addEventListener("drop", (event) => event.preventDefault());
  list.addEventListener("dragend", () => {
    dragged?.removeAttribute("data-cn-dragged");
    dragged = null;
    const order = [...list.querySelectorAll("[data-cn-order-key]")].map((line) => line.dataset.cnOrderKey).join(",");
    if (form && order !== form.elements.order.defaultValue) {
      form.elements.order.value = order;
      form.requestSubmit();
    }
  });
  if (form) {
    form.elements.order.defaultValue = [...list.querySelectorAll("[data-cn-order-key]")]
      .map((line) => line.dataset.cnOrderKey)
      .join(",");
  }
}
