// Before the page is drawn: what this reader chose last time, kept in this browser alone. Nothing flashes, nothing moves.
(() => {
  const page = document.documentElement;
  page.classList.add("js");
  try {
    const look = localStorage.getItem("cn-look");
    if (look === "dark" || look === "light") page.dataset.theme = look;
    const size = localStorage.getItem("cn-size");
    if (size === "2" || size === "3") page.dataset.size = size;
  } catch {
    // A browser that keeps nothing shows the page as it comes.
  }
})();
