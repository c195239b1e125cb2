// Elements in one line: make("p", { class: "hint" }, "text", other).
export function make(name, attributes = {}, ...inside) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value != null) element.setAttribute(key, value);
  }
  element.append(...inside.filter((one) => one != null));
  return element;
}

export function button(words, onclick, attributes = {}) {
  return make("button", { type: "button", onclick, ...attributes }, words);
}

const DELAY = 600; // milliseconds in which a second touch is taken for the first, trembling

/** A button that does something for good: the first touch asks, a second one, apart from it, does it. */
export function twice(words, sure, act) {
  let asked = 0;
  const first = button(words, () => {
    asked = performance.now();
    first.replaceWith(second);
    second.focus();
  });
  const second = button(sure, () => performance.now() - asked > DELAY && act(), { class: "danger" });
  return first;
}

/** Set a text only where it differs: what a screen reader reads is not read again. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Offer a Blob as a file. */
export function save(blob, name) {
  const address = URL.createObjectURL(blob);
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
