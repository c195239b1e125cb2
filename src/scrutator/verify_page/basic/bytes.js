// Bytes as text and back, each in one spelling only.

const encoder = new TextEncoder();
const strictDecoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The UTF-8 bytes of a text. */
function bytesOf(text) {
  return encoder.encode(text);
}

/** The text of UTF-8 bytes; refused as `not_utf8` when they are not valid. */
function textOf(bytes, where) {
  try {
    return strictDecoder.decode(bytes);
  } catch {
    throw new Refusal("not_utf8", `${where} is not valid UTF-8`);
  }
}

function hexOf(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The bytes of lower-case hexadecimal digits, or null. */
function bytesOfHex(text) {
  if (text.length % 2 || !/^[0-9a-f]*$/.test(text)) return null;
  return Uint8Array.from({ length: text.length / 2 }, (_, i) => parseInt(text.slice(2 * i, 2 * i + 2), 16));
}

function base64Of(bytes) {
  return btoa(String.fromCharCode(...bytes));
}

/** The bytes of standard base64 with padding, in its canonical spelling only, or null. */
function bytesOfBase64(text) {
  if (text.length % 4 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null;
  let raw;
  try {
    raw = atob(text);
  } catch {
    return null;
  }
  if (btoa(raw) !== text) return null;
  return Uint8Array.from(raw, (letter) => letter.charCodeAt(0));
}

function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function sameBytes(one, other) {
  return one.length === other.length && one.every((byte, i) => byte === other[i]);
}
