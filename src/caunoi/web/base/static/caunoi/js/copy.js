// data-cn-copy="text" or data-cn-copy-from="id of an element" puts text on the clipboard and says so on the button.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-cn-copy], [data-cn-copy-from]");
  if (!button) {
    return;
  }
  const source = button.dataset.cnCopyFrom ? document.getElementById(button.dataset.cnCopyFrom) : null;
  const text = source ? source.value || source.textContent.trim() : button.dataset.cnCopy;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Plain HTTP on an office network has no clipboard interface.
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    button.focus();
  }
  const label = button.querySelector("[data-cn-copy-label]") || button;
  const before = label.textContent;
  label.textContent = button.dataset.cnCopied || document.body.dataset.cnCopied || before;
  window.setTimeout(() => {
    label.textContent = before;
  }, 2000);
});
