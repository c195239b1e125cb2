// From a draft to a receipt. A draft lies under the PIN; a report that is finished is sealed to the mission and
// the phone itself cannot read it any more; what the list shows of it lies under the PIN.
import { envelope, seal } from "./sealed.js";
import { HERE } from "./session.js";

export const State = { WAITING: "waiting", HANDED_IN: "handed-in", RECEIVED: "received", REFUSED: "refused" };
const [UNREACHED, LATER] = ["the server cannot be reached", "it cannot take the report now"];
const FIRST_WAIT = 5_000;
const LONGEST_WAIT = 15 * 60_000;

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

/** Finish a draft: seal it for the mission. Draft and report change places in one step. */
export async function finish(session, id, about, report) {
  const { username, password, device, key } = session.who;
  const sealed = await seal(await envelope(report, { username, password, device }), key);
  const label = await session.vault.seal({ ...about, at: new Date().toISOString(), state: State.WAITING });
  await session.store.turn("drafts", id, "outbox", crypto.randomUUID(), { label, sealed });
}

/** What the list shows: drafts and reports, newest first. */
export async function listOf(session) {
  const [drafts, outbox] = await Promise.all([session.store.all("drafts"), session.store.all("outbox")]);
  const open = async ([id, kept]) => ({ id, ...(await session.vault.open(kept.label)) });
  const found = {
    drafts: await Promise.all(drafts.map(open)),
    reports: await Promise.all(outbox.filter(([, kept]) => kept.label).map(open)),
    brought: outbox.filter(([, kept]) => kept.brought).map(([id, kept]) => ({ id, ...kept.brought })),
  };
  Object.values(found).forEach((list) => list.sort((one, two) => ((one.at ?? "") < (two.at ?? "") ? 1 : -1)));
  return found;
}

/** Write what became of a report; one that is received or refused for good keeps no sealed copy but its list line. */
export async function settle(session, id, became) {
  const kept = await session.store.get("outbox", id);
  if (!kept) return;
  const done = became.state === State.RECEIVED;
  const changed = kept.brought
    ? { ...kept, brought: { ...kept.brought, ...became } }
    : { ...kept, label: await session.vault.seal({ ...(await session.vault.open(kept.label)), ...became }) };
  if (done) delete changed.sealed;
  await session.store.put("outbox", id, changed);
}

/** Sends what waits; one tab at a time; waits longer after each failure. */
export class Sender {
  constructor(session, changed) {
    this.session = session;
    this.changed = changed;
    this.wait = FIRST_WAIT;
    window.addEventListener("online", () => this.soon(0));
  }

  soon(wait = this.wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.run(), wait);
  }

  stop() {
    clearTimeout(this.timer);
    this.session = null;
  }

  async run() {
    const left = await navigator.locks.request(`sending ${HERE.pathname}`, () => this.#all());
    if (left === 0 || !this.session) return;
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
    this.soon(this.wait * (0.75 + Math.random() / 2));
  }

  /** Send each once, until the server cannot be reached; how many still wait. */
  async #all() {
    if (!this.session) return 0;
    const { reports, brought } = await listOf(this.session);
    const waiting = [...reports, ...brought].filter((one) => [State.WAITING, State.HANDED_IN].includes(one.state));
    let left = waiting.length;
    for (const one of waiting) {
      const became = this.session && navigator.onLine ? await sent(this.session.store, one.id) : UNREACHED;
      if (became === UNREACHED) break;
      if (became === LATER) continue;
      await settle(this.session, one.id, became);
      this.wait = FIRST_WAIT;
      left -= 1;
    }
    if (left < waiting.length) this.changed();
    return left;
  }
}

/** Send what waits while the PIN is not known. No receipt is kept then, for it would lie there readable: with the
 * PIN each is sent again, which stores nothing more, and its receipt comes. */
export async function sendLocked(store) {
  await navigator.locks.request(`sending ${HERE.pathname}`, async () => {
    for (const [id, kept] of await store.all("outbox")) {
      if (!kept.sealed || kept.sent || !navigator.onLine) continue;
      const became = await sent(store, id);
      if (became === UNREACHED) return;
      if (became.state === State.RECEIVED) await store.put("outbox", id, { ...kept, sent: true });
    }
  });
}

/** What the server makes of one report; UNREACHED, or LATER when it cannot take it now. */
async function sent(store, id) {
  const kept = await store.get("outbox", id);
  if (!kept?.sealed) return LATER;
  try {
    const how = { method: "POST", body: kept.sealed, credentials: "omit" };
    const answer = await fetch(new URL("reports", HERE), how);
    if (answer.status === 201) return { state: State.RECEIVED, receipt: (await answer.json()).receipt };
    if (answer.status >= 500 || [408, 429].includes(answer.status)) return LATER;
    const said = await answer.json().catch(() => ({}));
    const why = said.what ? `${said.what}. ${said.remedy} (${said.code})` : `HTTP ${answer.status}`;
    return { state: State.REFUSED, why };
  } catch {
    return UNREACHED;
  }
}

/** Send a refused report again: the desk may have put right what was wrong. */
export async function again(session, id) {
  await settle(session, id, { state: State.WAITING, why: "" });
}
