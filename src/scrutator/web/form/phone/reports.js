// From a draft to a receipt. A draft lies under the PIN; a report that is finished is sealed to the mission and
// the phone itself cannot read it any more; what the list shows of it, and of reports of others, lies under the PIN.
import { sealedReport } from "./sealed.js";

export const State = { WAITING: "waiting", RECEIVED: "received", REFUSED: "refused" };
export const MOST = 11_900_000; // bytes of a sealed report; the server takes 12,000,000

/** Keep a draft: the report so far with its photos. */
export async function keepDraft(session, id, about, report) {
  const posted = new Response(report);
  const type = posted.headers.get("Content-Type");
  const label = await session.vault.seal({ ...about, type, at: new Date().toISOString() });
  const sealed = await session.vault.sealBytes(await posted.arrayBuffer());
  await session.store.put("drafts", id, { label, sealed });
}

/** A draft again: what it is of, and the report so far. */
export async function openDraft(session, id) {
  const { label, sealed } = await session.store.get("drafts", id);
  const about = await session.vault.open(label);
  const bytes = await session.vault.openBytes(sealed);
  const report = await new Response(bytes, { headers: { "Content-Type": about.type } }).formData();
  return { about, report };
}

/** Throw a draft away. */
export function dropDraft(session, id) {
  return session.store.remove("drafts", id);
}

/** A draft sealed for the mission; null when it is larger than the server takes. */
export async function sealed(session, report) {
  const made = await sealedReport(report, session.who, session.who.key);
  return made.length <= MOST ? made : null;
}

/** Finish a draft: it and the sealed report change places in one step. */
export async function finish(session, id, about, report) {
  const label = await session.vault.seal({ ...about, at: new Date().toISOString(), state: State.WAITING });
  await session.store.turn("drafts", id, "outbox", crypto.randomUUID(), { label, sealed: report });
}

/** Take a sealed report of someone else along. */
export async function bringAlong(session, id, bytes) {
  const label = await session.vault.seal({ brought: true, at: new Date().toISOString(), state: State.WAITING });
  await session.store.put("outbox", id, { label, sealed: bytes });
}

/** What the list shows: drafts, reports and those of others, newest first. */
export async function listOf(session) {
  const open = async ([id, kept]) => ({ id, ...(await session.vault.open(kept.label)) });
  const shelf = async (name) => Promise.all((await session.store.all(name)).map(open));
  const [drafts, outbox] = await Promise.all([shelf("drafts"), shelf("outbox")]);
  const newest = (list) => list.sort((one, two) => ((one.at ?? "") < (two.at ?? "") ? 1 : -1));
  return {
    drafts: newest(drafts),
    reports: newest(outbox.filter((one) => !one.brought)),
    brought: newest(outbox.filter((one) => one.brought)),
  };
}

/** Write what became of a report; of one that is received only its line in the list is kept. */
export async function settle(session, id, became) {
  const kept = await session.store.get("outbox", id);
  if (!kept) return;
  const label = await session.vault.seal({ ...(await session.vault.open(kept.label)), ...became });
  const changed = { ...kept, label };
  if (became.state === State.RECEIVED) delete changed.sealed;
  await session.store.put("outbox", id, changed);
}

/** Send a refused report again: the desk may have put right what was wrong. */
export async function again(session, id) {
  await settle(session, id, { state: State.WAITING, code: "" });
}
