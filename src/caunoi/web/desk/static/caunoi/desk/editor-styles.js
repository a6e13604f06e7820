// Draft.js and the tooltips of Wagtail's editor bring their styles along as elements. The policy of the page takes none
// without its nonce, so every one made from here on gets it. Runs before them, therefore as a plain script.
{
  const { nonce } = document.currentScript;
  const make = document.createElement.bind(document);
  document.createElement = (name, options) => {
    const made = make(name, options);
    if (made.localName === "style") made.nonce = nonce;
    return made;
  };
}
