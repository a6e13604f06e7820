// data-cn-confirm="Gửi giấy mời cho 14 đơn vị?" on a submit button or a form asks before sending.
// data-cn-confirm-action names the verb of the button, data-cn-confirm-note says more.

function ask(element) {
  const dialog = document.getElementById("cn-confirm");
  if (!dialog || typeof dialog.showModal !== "function") {
    return Promise.resolve(window.confirm(element.dataset.cnConfirm));
  }
  const verb = element.dataset.cnConfirmAction || (element.matches("button") ? element.textContent.trim() : "");
  const yes = dialog.querySelector("[data-cn-yes]");
  const note = dialog.querySelector("[data-cn-note]");
  dialog.querySelector("[data-cn-question]").textContent = element.dataset.cnConfirm;
  note.textContent = element.dataset.cnConfirmNote || "";
  note.hidden = !note.textContent;
  yes.textContent = verb || yes.dataset.cnYes;
  yes.className = element.matches(".btn-danger, .cn-menu__item--danger") ? "btn btn-danger" : "btn btn-primary";
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

let agreed = null;

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    const button = event.submitter;
    const asking = button && button.matches("[data-cn-confirm]") ? button : form.matches("[data-cn-confirm]") ? form : null;
    if (!asking || agreed === asking) {
      agreed = null;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(asking).then((yes) => {
      if (yes) {
        agreed = asking;
        form.requestSubmit(button || undefined);
      }
    });
  },
  true,
);

document.addEventListener("htmx:confirm", (event) => {
  const asking = event.detail.elt;
  if (!asking.matches("[data-cn-confirm]") || asking.matches("form") || asking.form) {
    return;
  }
  event.preventDefault();
  ask(asking).then((yes) => {
    if (yes) {
      event.detail.issueRequest(true);
    }
  });
});
