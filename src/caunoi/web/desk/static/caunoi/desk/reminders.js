// The ready text for a message group: copying it notes it in the log. Without this script the text is marked by hand,
// and a button notes that it was sent.
import { token } from "../js/token.js";

const form = document.querySelector("[data-cn-reminder]");
const copy = form?.querySelector("[data-cn-reminder-copy]");

if (copy) {
  copy.hidden = false;
  form.querySelector("[data-cn-reminder-note]").hidden = true;
  copy.addEventListener("click", async () => {
    const text = form.querySelector("textarea");
    const status = form.querySelector("[data-cn-reminder-status]");
    try {
      await navigator.clipboard.writeText(text.value);
    } catch {
      // Plain HTTP on an office network has no clipboard interface.
      text.select();
      document.execCommand("copy");
      copy.focus();
    }
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        headers: {
          "X-CSRFToken": token(form.querySelector("[name=csrfmiddlewaretoken]").value),
          "X-Requested-With": "fetch",
        },
        redirect: "error",
      });
      if (!answer.ok) throw new Error(answer.status);
      status.textContent = await answer.text();
    } catch {
      // The text is copied all the same; the form notes it, or says what is wrong.
      form.submit();
    }
  });
}
