// What the page says, in the language of the one who reads.
export const NAMES = { en: "English", ru: "Русский", kk: "Қазақша", ar: "العربية" };
const RIGHT_TO_LEFT = new Set(["ar", "fa", "he", "ur"]);
let words = {};
let language = "en";

export async function loadWords() {
  words = await (await fetch(new URL("./words.json", import.meta.url))).json();
  language = localStorage.getItem("language") ?? firstKnown();
  mark();
}

function firstKnown() {
  const asked = navigator.languages.map((one) => one.slice(0, 2));
  return asked.find((one) => one in NAMES) ?? "en";
}

export function speak(code) {
  language = code;
  localStorage.setItem("language", code);
  mark();
}

function mark() {
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
}

export function directionOf(code) {
  return RIGHT_TO_LEFT.has(code) ? "rtl" : "ltr";
}

export function spoken() {
  return language;
}

/** The words in the page's language, `{name}` filled in. */
export function say(english, filled = {}) {
  const text = words[language]?.[english] ?? english;
  return text.replace(/\{(\w+)\}/g, (_, name) => filled[name] ?? "");
}
