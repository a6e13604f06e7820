// Messages can be closed; the event "cn:toast" (from the header HX-Trigger, or from another module) shows one.
// detail: { text: "…", tone: "good" | "warn" | "bad" | "info" }
const TIME = 8000;

export function toast(text, tone = "info", stays = tone === "bad") {
  const box = document.getElementById("cn-toasts");
  const template = document.getElementById("cn-toast");
  if (!box || !template) {
    return;
  }
  const message = template.content.firstElementChild.cloneNode(true);
  message.classList.add(`cn-message--${tone}`);
  message.querySelector("p").textContent = text;
  box.append(message);
  // What went wrong stays until it is closed.
  if (!stays) {
    window.setTimeout(() => message.remove(), TIME);
  }
}

document.addEventListener("cn:toast", (event) => toast(event.detail.text, event.detail.tone));

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-cn-close]");
  if (button) {
    button.closest(".cn-message").remove();
  }
});

function trouble() {
  toast(document.body.dataset.cnTrouble, "bad");
}

document.addEventListener("htmx:sendError", trouble);
document.addEventListener("htmx:responseError", (event) => {
  const text = event.detail.xhr.getResponseHeader("X-Cn-Message");
  if (text) {
    toast(decodeURIComponent(text), "bad");
  } else {
    trouble();
  }
});
