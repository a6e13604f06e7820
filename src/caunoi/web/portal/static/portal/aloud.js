// Reads the article aloud with the browser's own voice, where it has a Vietnamese one. Nothing is sent anywhere.
const MOST = 220;
const speech = window.speechSynthesis;
const start = document.querySelector("[data-pt-aloud]");
const stop = document.querySelector("[data-pt-aloud-stop]");

/** Whole sentences of at most MOST letters, for a voice falls silent in the middle of a longer text. */
export function cut(text) {
  const found = [];
  for (const sentence of text.replace(/\s+/g, " ").trim().match(/[^.!?;…]+[.!?;…]*\s*|[.!?;…]+\s*/g) ?? []) {
    let rest = sentence;
    while (rest.length > MOST) {
      const comma = rest.lastIndexOf(",", MOST);
      const room = rest.lastIndexOf(" ", MOST);
      const at = comma > MOST / 2 ? comma + 1 : room > 0 ? room : MOST;
      found.push(rest.slice(0, at));
      rest = rest.slice(at);
    }
    const last = found.at(-1);
    if (last && last.length + rest.length < MOST / 2) found[found.length - 1] = last + rest;
    else found.push(rest);
  }
  return found.map((piece) => piece.trim()).filter((piece) => /[\p{L}\p{N}]/u.test(piece));
}

function vietnamese() {
  const voices = speech.getVoices().filter((voice) => /^vi\b/i.test(voice.lang.replace("_", "-")));
  return voices.find((voice) => voice.localService) ?? voices[0];
}

function blocks() {
  const wanted = "h1, .cn-article__lead, .cn-article__body :is(p, li, h2, h3)";
  return [...document.querySelectorAll(".cn-article")].flatMap((article) =>
    [...article.querySelectorAll(wanted)].filter((block) => !block.querySelector("p, li")),
  );
}

let queue = [];
let spoken = null;
// What is said late of a reading that was ended must not begin the next piece.
let turn = 0;

function mark(block) {
  spoken?.classList.remove("pt-spoken");
  spoken = block;
  if (!block) return;
  block.classList.add("pt-spoken");
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  block.scrollIntoView({ block: "nearest", behavior: still ? "auto" : "smooth" });
}

function show(words) {
  start.querySelector("span").textContent = start.dataset[words];
  stop.hidden = words === "words";
}

function end() {
  turn += 1;
  queue = [];
  speech.cancel();
  mark(null);
  show("words");
}

function next(voice, mine) {
  const piece = queue.shift();
  if (!piece) {
    end();
    return;
  }
  if (piece.block !== spoken) mark(piece.block);
  const words = new SpeechSynthesisUtterance(piece.text);
  words.voice = voice;
  words.lang = voice.lang;
  words.onend = () => mine === turn && next(voice, mine);
  words.onerror = () => mine === turn && end();
  speech.speak(words);
}

function press() {
  if (spoken && speech.paused) {
    speech.resume();
    show("pauseWords");
  } else if (spoken) {
    speech.pause();
    show("resumeWords");
  } else {
    queue = blocks().flatMap((block) => cut(block.textContent).map((text) => ({ block, text })));
    turn += 1;
    show("pauseWords");
    next(vietnamese(), turn);
  }
}

if (speech && start && stop) {
  const offer = () => start.classList.toggle("pt-aloud--offered", Boolean(vietnamese()));
  offer();
  speech.addEventListener?.("voiceschanged", offer);
  start.addEventListener("click", press);
  stop.addEventListener("click", end);
  addEventListener("pagehide", end);
}
