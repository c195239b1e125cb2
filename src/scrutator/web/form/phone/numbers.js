// Texts that people type into texts that forms hold: digits of any script, moments with the phone's own zone.
const ZEROS = [0x660, 0x6f0, 0x966];

/** Digits of Arabic, Persian and Devanagari as 0 to 9; a comma as a point; no spaces. */
export function plainNumber(text) {
  return text.replace(/[\s\u00a0\u202f]/g, "").replace(/[,٫]/, ".").replace(/./gu, plainDigit);
}

function plainDigit(letter) {
  const code = letter.codePointAt(0);
  const zero = ZEROS.find((one) => code >= one && code <= one + 9);
  return zero ? String(code - zero) : letter;
}

export const WHOLE = /^-?\d{1,9}$/;
export const DECIMAL = /^-?\d{1,15}(\.\d{1,15})?$/;

/** `2026-11-29T09:05` of a field as `2026-11-29T09:05:00.000+05:00`, by the phone's zone at that moment. */
export function withZone(local) {
  return local ? `${local}:00.000${zoneAt(new Date(local))}` : "";
}

/** `09:05` as `09:05:00.000+05:00`, by the phone's zone today. */
export function timeWithZone(local) {
  return local ? `${local}:00.000${zoneAt(new Date())}` : "";
}

function zoneAt(moment) {
  const minutes = -moment.getTimezoneOffset();
  const sign = minutes < 0 ? "-" : "+";
  return `${sign}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
}

/** A moment of the form, or a Date, as a field shows it: `2026-11-29T09:05` by the phone's clock. */
export function local(moment) {
  const at = new Date(moment);
  if (Number.isNaN(at.getTime())) return "";
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

function two(number) {
  return String(number).padStart(2, "0");
}
