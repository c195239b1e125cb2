// Names from a bundle are shown as quoted text: what could turn or hide letters is written out.

const HIDDEN_LETTERS = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Surrogate}]|(?! )\p{Zs}/gu;

/** A text between quotation marks, hidden letters as `\u{…}`, cut after 200 characters. */
function quoted(text) {
  const cut = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  return `“${cut.replace(HIDDEN_LETTERS, (letter) => `\\u{${letter.codePointAt(0).toString(16)}}`)}”`;
}

/** A note when a name has letters that are not plain Latin; they may be look-alikes. Empty when it has none. */
function notPlainLatin(name) {
  const found = [...new Set(name)].filter((letter) => letter > "~" || letter < " ");
  if (found.length === 0) return "";
  const points = found.slice(0, 8).map((letter) => `${quoted(letter)} U+${letter.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`);
  return ` (letters that are not plain Latin: ${points.join(", ")})`;
}
