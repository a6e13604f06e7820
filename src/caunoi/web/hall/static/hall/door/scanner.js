// A USB scanner is a keyboard that types fast and ends with Enter. Keys are told by where they lie where a Vietnamese
// input method is on and would make letters with marks of them.

// A scanner leaves a few milliseconds between keys; a busy machine more. Longer ago is another burst.
const GAP_MS = 500;
const LEAST = 4;
const PLAIN = { Space: " ", Minus: "-", Period: ".", Slash: "/", NumpadAdd: "+", NumpadSubtract: "-", NumpadMultiply: "*", NumpadDivide: "/", NumpadDecimal: "." };
const SHIFTED = { Digit4: "$", Digit5: "%", Digit8: "*", Equal: "+", Semicolon: ":" };

/**
 * Listen on the whole page. `read(text)` gets what was scanned or typed outside of any field; `disturbed()` is called
 * where a program between keyboard and browser rewrote what the scanner typed.
 */
export function listenToScanner({ read, disturbed }) {
  let burst = "";
  let last = -Infinity;
  let broken = false;
  let field = null;
  let before = "";

  function begin(event) {
    burst = "";
    broken = false;
    field = event.target.closest?.("input, textarea, select") ?? null;
    before = field?.value ?? "";
  }

  function onKey(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.key === "Shift" || event.key === "CapsLock") {
      return;
    }
    if (event.timeStamp - last > GAP_MS) {
      begin(event);
    }
    last = event.timeStamp;
    if (event.key === "Enter" || event.code === "Enter" || event.code === "NumpadEnter") {
      finish(event);
      return;
    }
    if (event.key === "Backspace" && burst) {
      broken = true;
    }
    const sign = signOf(event);
    if (!sign) {
      return;
    }
    burst += sign;
    broken ||= sign > "~";
    // Outside of fields a burst must press no button: a space would.
    if (!field && burst.length > 1) {
      event.preventDefault();
    }
  }

  function finish(event) {
    const text = burst.trim();
    const code = /^CN1:/i.test(text);
    const wanted = field ? code || (broken && text.length > 60) : text.length >= LEAST;
    if (wanted) {
      event.preventDefault();
      event.stopImmediatePropagation();
      if (field) {
        field.value = before;
      }
      if (broken) {
        disturbed();
      } else {
        read(text);
      }
    }
    burst = "";
    last = -Infinity;
  }

  addEventListener("keydown", onKey, { capture: true });
  addEventListener("keyup", (event) => event.code === "Space" && burst && !field && event.preventDefault(), { capture: true });
}

/** The sign that the scanner meant; "" for keys that type none. */
function signOf(event) {
  if (event.key.length === 1 && event.key <= "~") {
    return event.key.toUpperCase();
  }
  const { code } = event;
  if (event.shiftKey && code in SHIFTED) {
    return SHIFTED[code];
  }
  if (/^(Key[A-Z]|Digit\d|Numpad\d)$/.test(code)) {
    return code.at(-1);
  }
  if (code in PLAIN) {
    return PLAIN[code];
  }
  // Typed by a program, not by a key.
  return event.key.length === 1 ? event.key : "";
}
