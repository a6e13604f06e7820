// Before a comment is sent, the browser does a little work that a flood of machines can't afford (ALTCHA). Where it can't
// (no secure connection, an old browser, a fault), the form is sent as it is without scripts.
const form = document.querySelector("form[data-cn-work]");
const PATIENCE = 60000;

function solve(challenge, address) {
  const count = Math.min(4, Math.max(1, (navigator.hardwareConcurrency || 2) - 1));
  const workers = Array.from({ length: count }, () => new Worker(address));
  const found = new Promise((resolve, reject) => {
    workers.forEach((worker, start) => {
      worker.onmessage = ({ data }) => (data && data.derivedKey ? resolve(data) : reject(new Error("unsolved")));
      worker.onerror = () => reject(new Error("worker"));
      worker.postMessage({ type: "work", challenge, counterStart: start, counterStep: count, timeout: PATIENCE });
    });
  });
  return found.finally(() => workers.forEach((worker) => worker.terminate()));
}

async function work() {
  const answer = await fetch(form.dataset.cnWork, { cache: "no-store", credentials: "omit" });
  const challenge = await answer.json();
  const solution = await solve(challenge, form.dataset.cnWorker);
  form.elements.altcha.value = btoa(JSON.stringify({ challenge, solution }));
}

if (form && window.isSecureContext && window.crypto.subtle && window.Worker) {
  const note = form.querySelector("[data-cn-work-note]");
  let working = false;
  form.addEventListener("submit", (event) => {
    if (form.elements.altcha.value || form.dataset.cnTried) {
      return;
    }
    event.preventDefault();
    if (working) {
      return;
    }
    working = true;
    note.textContent = note.dataset.words;
    work()
      .catch(() => {})
      .finally(() => {
        form.dataset.cnTried = "1";
        form.requestSubmit(event.submitter);
      });
  });
  // Whoever comes back by the browser's button sends anew.
  window.addEventListener("pageshow", () => {
    working = false;
    note.textContent = "";
    delete form.dataset.cnTried;
    form.elements.altcha.value = "";
  });
}
