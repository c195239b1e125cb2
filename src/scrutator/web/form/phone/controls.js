// What a question is answered with. Each maker gives { element, sync, wrong }: the element, how it takes what the
// form holds, and what is wrong with what was typed that the form cannot hold ("" when nothing).
import { boundsOf, maxPixels, photoOf } from "./adapter.js";
import { button, make, setText } from "./dom.js";
import { DECIMAL, WHOLE, local, plainNumber, timeWithZone, withZone } from "./numbers.js";
import { preview, scaled } from "./photos.js";
import { say } from "./words.js";

/** The control of a question; null for one that this page cannot ask. */
export function controlOf(node, ids) {
  if (node.nodeType === "trigger") return tick(node, ids);
  if (node.nodeType === "upload") return photo(node, ids);
  if (node.nodeType === "range") return typed(node, ids, rangeKind(node));
  if (node.nodeType !== "input") return null;
  return node.valueType in KINDS ? typed(node, ids, KINDS[node.valueType]) : null;
}

const same = (text) => text;
// No browser keeps what is answered here for other pages, or sends it away to be checked or translated.
const PRIVATE = { autocomplete: "off", autocapitalize: "sentences", spellcheck: "false", autocorrect: "off", writingsuggestions: "false" };
const KINDS = {
  string: { read: same, show: same, attributes: { type: "text", maxlength: 2000 } },
  int: {
    read: plainNumber,
    show: same,
    fits: WHOLE,
    wrong: "Write a whole number.",
    attributes: { type: "text", inputmode: "numeric", dir: "ltr", maxlength: 14 },
  },
  decimal: {
    read: plainNumber,
    show: same,
    fits: DECIMAL,
    wrong: "Write a number.",
    attributes: { type: "text", inputmode: "decimal", dir: "ltr", maxlength: 30 },
  },
  date: { read: same, show: same, attributes: { type: "date" } },
  time: { read: timeWithZone, show: (text) => text.slice(0, 5), attributes: { type: "time" } },
  dateTime: { read: withZone, show: (text) => text && local(text), now: true, attributes: { type: "datetime-local" } },
  geopoint: {
    read: same,
    write: (text) => text && `${text} 0 0`,
    show: (text) => text.split(" ").slice(0, 2).join(" "),
    fits: /^-?\d{1,2}(\.\d+)? -?\d{1,3}(\.\d+)?$/,
    wrong: "Write latitude and longitude in degrees.",
    attributes: { type: "text", inputmode: "text", dir: "ltr", maxlength: 40 },
  },
};

function rangeKind(node) {
  const { start, end, step } = boundsOf(node);
  const isStep = (number) => Math.abs(number - Math.round(number)) < 1e-9;
  const fits = { test: (text) => DECIMAL.test(text) && +text >= +start && +text <= +end && isStep((text - start) / step) };
  return { ...KINDS[node.valueType], fits, wrong: "Write a number from {start} to {end} in steps of {step}.", filled: { start, end, step } };
}

function typed(node, ids, kind) {
  const long = kind === KINDS.string && (node.nodeOptions?.rows || node.appearances?.multiline);
  const field = make(long ? "textarea" : "input", { ...PRIVATE, ...kind.attributes, ...ids, ...(long && { type: null, rows: 4 }) });
  const state = { wrong: false, typed: false };
  function take() {
    state.typed = false;
    const text = field.validity.badInput ? null : kind.read(field.value.trim());
    const fits = text !== null && (text === "" || !kind.fits || kind.fits.test(text));
    state.wrong = !fits;
    const held = kind.write ? kind.write(text) : text;
    node.setValue(fits ? held : "");
    if (fits) field.value = kind.show(node.currentState.instanceValue);
  }
  field.addEventListener("change", take);
  field.addEventListener("input", () => {
    state.typed = true;
    if (kind === KINDS.string) node.setValue(field.value); // a draft of what is written holds it while it is written
  });
  const now = kind.now && button("", () => ((field.value = local(new Date())), take()));
  return {
    element: now ? make("div", { class: "row" }, field, now) : field,
    field,
    sync() {
      if (now) setText(now, say("Now"));
      field.readOnly = node.currentState.readonly;
      const held = kind.show(node.currentState.instanceValue);
      if (!state.wrong && document.activeElement !== field && field.value !== held) field.value = held;
    },
    wrong: () => (state.wrong ? say(kind.wrong ?? "This cannot be read.", kind.filled) : ""),
    commit: () => state.typed && take(),
  };
}

function tick(node, ids) {
  const words = make("span");
  const field = make("input", { type: "checkbox", ...ids, onchange: () => node.setValue(field.checked) });
  return {
    element: make("label", { class: "choice" }, field, words),
    field,
    sync() {
      setText(words, say("Yes, I have read this"));
      field.checked = node.currentState.instanceValue !== "";
    },
    wrong: () => "",
  };
}

function photo(node, ids) {
  const state = { wrong: false, shown: null };
  const field = make("input", { type: "file", accept: "image/*", ...ids });
  const place = make("div", { class: "photo" });
  const away = button("", () => node.setValue(null));
  async function take() {
    state.wrong = false;
    try {
      node.setValue(await scaled(field.files[0], maxPixels(node)));
    } catch {
      state.wrong = true;
      node.setValue(null);
    }
    field.value = "";
  }
  field.addEventListener("change", () => field.files.length && take());
  async function show(file) {
    state.shown = file;
    place.replaceChildren(...(file ? [await preview(file).catch(() => make("p", {}, say("A photo.")))] : []));
  }
  return {
    element: make("div", {}, place, field, away),
    field,
    sync() {
      setText(away, say("Take the photo out"));
      const file = photoOf(node);
      away.hidden = !file;
      if (file !== state.shown) show(file);
    },
    wrong: () => (state.wrong ? say("This is no picture that can be read.") : ""),
  };
}
