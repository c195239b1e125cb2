// What the server or this page says no to, by its code, in the language of the one who reads.
import { say } from "./words.js";

const WORDS = {
  D50: "The report was damaged on its way, or belongs to another mission. Ask your coordinator.",
  D51: "This access is not known, was used on another phone, or has ended. Ask your coordinator for a new link.",
  D52: "This is larger than the server takes. Take photos out, and send it again.",
  D53: "A photo has a format that the server does not take.",
  D54: "The server has no such form for this phone. Fetch the forms again.",
  D57: "The server cannot write now. The report stays here and is sent again by itself.",
  D58: "The server is not set up rightly. The report stays here; tell your coordinator.",
  D59: "The server's disk is full. The report stays here; tell your coordinator.",
  D65: "The link was not understood. Open it again.",
  D66: "The server failed. The report stays here; tell your coordinator.",
  KEY: "This server shows other keys than before: it may not be the mission's. Nothing was taken from it. Ask your coordinator.",
  NET: "The server cannot be reached now.",
  LATER: "The server did not answer as it should. Try again later.",
};
export const REFUSAL = /^[A-Z][0-9]{2}$/;

/** A no, by its code. */
export class Refused extends Error {
  constructor(code, status = 0) {
    super(code);
    this.code = code;
    this.status = status;
  }
}

/** A code in words. */
export function wordsOf(code) {
  const known = WORDS[code];
  return known ? say(known) + (REFUSAL.test(code) ? ` (${code})` : "") : say(WORDS.LATER) + ` (${code})`;
}

/** What went wrong, in words: a no, no network, or what a check of this page said. */
export function saidOf(error) {
  if (error instanceof Refused) return wordsOf(error.code);
  return error instanceof TypeError || error.name === "AbortError" ? wordsOf("NET") : error.message;
}
