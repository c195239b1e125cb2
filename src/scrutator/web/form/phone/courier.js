// When networks are cut: sealed reports go out on another phone or a stick, and receipts come back.
// The courier cannot open them, and the file does not say whose they are.
import { State, listOf, settle } from "./reports.js";
import { fromBase64, toBase64 } from "./sealed.js";

const REPORTS = "scrutator courier 1";
const RECEIPTS = "scrutator receipts 1";

/** A file with all that waits on this phone; how many. */
export async function packed(session) {
  const { reports, brought } = await listOf(session);
  const out = [];
  for (const { id, state } of [...reports, ...brought]) {
    const kept = state === State.WAITING ? await session.store.get("outbox", id) : null;
    if (kept?.sealed) out.push({ id, sealed: toBase64(kept.sealed) });
  }
  return { count: out.length, bytes: encoded({ format: REPORTS, reports: out }) };
}

/** A file with what became of reports that this phone brought; how many. */
export async function receipts(session) {
  const done = (await listOf(session)).brought.filter((one) => one.receipt || one.why);
  const out = done.map(({ id, receipt, why }) => (receipt ? { id, receipt } : { id, why }));
  return { count: out.length, bytes: encoded({ format: RECEIPTS, receipts: out }) };
}

/** Take either file: reports to bring, or receipts. Gives { kind, count, unknown }. Throws for another file. */
export async function taken(session, text) {
  const file = JSON.parse(text);
  if (file.format === REPORTS && Array.isArray(file.reports)) return bring(session, file.reports);
  if (file.format === RECEIPTS && Array.isArray(file.receipts)) return receive(session, file.receipts);
  throw new Error("another file");
}

async function bring(session, reports) {
  let count = 0;
  for (const { id, sealed } of reports) {
    if (await session.store.get("outbox", String(id))) continue;
    const brought = { state: State.WAITING, at: new Date().toISOString() };
    await session.store.put("outbox", String(id), { brought, sealed: fromBase64(sealed) });
    count += 1;
  }
  return { kind: "reports", count, unknown: reports.length - count };
}

/** A receipt that a courier brings is shown as theirs; the phone keeps its copy and asks the server itself. */
async function receive(session, found) {
  let count = 0;
  for (const { id, receipt, why } of found) {
    const kept = await session.store.get("outbox", String(id));
    if (!kept?.sealed) continue;
    if (receipt) await settle(session, id, { state: State.HANDED_IN, receipt: String(receipt).slice(0, 40) });
    else await settle(session, id, { state: State.WAITING, why: String(why).slice(0, 300) });
    count += 1;
  }
  return { kind: "receipts", count, unknown: found.length - count };
}

function encoded(value) {
  return new TextEncoder().encode(JSON.stringify(value));
}
