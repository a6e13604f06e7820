// What is marked data-cn-passkey needs a browser and an address that know passkeys; elsewhere data-cn-passkey-missing
// says so. When the device refuses or the person cancels, data-cn-passkey-fault tells it in words.
const known = window.isSecureContext && "PublicKeyCredential" in window;

for (const part of document.querySelectorAll("[data-cn-passkey]")) {
  part.hidden = !known;
}
for (const part of document.querySelectorAll("[data-cn-passkey-missing]")) {
  part.hidden = known;
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  for (const fault of document.querySelectorAll("[data-cn-passkey-fault]")) {
    fault.hidden = false;
    fault.focus();
  }
});
