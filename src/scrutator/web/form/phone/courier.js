// When networks are cut: sealed reports go out on another phone or a stick, and receipts come back.
// The courier cannot open them; the file does not say whose they are, nor what program made it.
import { REFUSAL } from "./errors.js";
import { State, bringAlong, listOf, settle } from "./reports.js";
import { fromBase64, isSealed, isSigned, toBase64 } from "./sealed.js";

const REPORTS = "notes 1";
const RECEIPTS = "notes back 1";

/** A file with all that waits on this phone; how many. Built in parts, for a cheap phone has little memory. */
export async function packed(session) {
  const { reports, brought } = await listOf(session);
  const parts = [`{"format":"${REPORTS}","notes":[`];
  let count = 0;
  for (const { id, state } of [...reports, ...brought]) {
    const kept = state === State.WAITING ? await session.store.get("outbox", id) : null;
    if (!kept?.sealed) continue;
    parts.push(count ? "," : "", new Blob([JSON.stringify({ id, sealed: toBase64(kept.sealed) })]));
    count += 1;
  }
  return { count, file: new Blob([...parts, "]}"], { type: "application/json" }) };
}

/** A file with what became of reports that this phone brought; how many. */
export async function receipts(session) {
  const done = (await listOf(session)).brought.filter((one) => one.receipt || one.code);
  const out = done.map(({ id, receipt, signature, code }) => (receipt ? { id, receipt, signature } : { id, code }));
  const file = new Blob([JSON.stringify({ format: RECEIPTS, notes: out })], { type: "application/json" });
  return { count: out.length, file };
}

/** Take either file: reports to bring, or receipts. Gives { kind, count, unknown }. Throws for another file. */
export async function taken(session, words) {
  const file = JSON.parse(words);
  if (!Array.isArray(file.notes)) throw new Error("another file");
  if (file.format === REPORTS) return bring(session, file.notes);
  if (file.format === RECEIPTS) return receive(session, file.notes);
  throw new Error("another file");
}

/** All of them are read before the first is kept: a file is taken whole or not at all. */
async function bring(session, notes) {
  const read = notes.map(({ id, sealed }) => ({ id: String(id).slice(0, 64), bytes: fromBase64(sealed) }));
  if (!read.every(({ bytes }) => isSealed(bytes))) throw new Error("another file");
  let count = 0;
  for (const { id, bytes } of read) {
    if (await session.store.get("outbox", id)) continue;
    await bringAlong(session, id, bytes);
    count += 1;
  }
  return { kind: "reports", count, unknown: notes.length - count };
}

/** A receipt counts when the mission's server signed it for the very report that waits here, whoever brings it; a
 * refusal is shown by its code, and the report goes on waiting. */
async function receive(session, notes) {
  let count = 0;
  for (const { id, receipt, signature, code } of notes) {
    const kept = await session.store.get("outbox", String(id));
    if (!kept?.sealed) continue;
    if (receipt && (await isSigned({ receipt, signature }, kept.sealed, session.who.signer))) {
      await settle(session, id, { state: State.RECEIVED, receipt, signature, code: "" });
    } else if (!receipt && REFUSAL.test(code)) await settle(session, id, { state: State.WAITING, code });
    else continue;
    count += 1;
  }
  return { kind: "receipts", count, unknown: notes.length - count };
}
