// Without a network a form that is sent would be replaced by the browser's own page, and what was typed with it: it
// stays, and the page says so. What htmx sends and the sheet of attendance see to themselves.
import { toast } from "./toast.js";

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (navigator.onLine || !document.getElementById("cn-toasts") || form.method !== "post" || form.matches("[hx-post], [data-cn-sitting]")) {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    toast(document.body.dataset.cnTrouble, "bad");
  },
  true,
);
