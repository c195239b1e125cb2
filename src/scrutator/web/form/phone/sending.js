// Sends what waits: one tab at a time, again and again with longer pauses, with the PIN or without.
// Received is what the mission's server signed; whoever else answers in its place changes nothing here.
import { State, listOf, settle } from "./reports.js";
import { isSigned } from "./sealed.js";
import { HERE, asked, codeOf } from "./session.js";

const FIRST_WAIT = 5_000;
const LONGEST_WAIT = 15 * 60_000;

/** What sends, for an open page (`session`) or a locked one. A locked one keeps no receipt, for it would lie there
 * readable: with the PIN each is sent again, which stores nothing more, and its receipt comes. */
export class Sender {
  #online = () => this.soon(0);

  constructor(store, session, changed) {
    this.store = store;
    this.session = session;
    this.changed = changed;
    this.wait = FIRST_WAIT;
    this.going = true;
    window.addEventListener("online", this.#online);
  }

  soon(wait = this.wait) {
    clearTimeout(this.timer);
    if (this.going) this.timer = setTimeout(() => this.run(), wait);
  }

  stop() {
    this.going = false;
    clearTimeout(this.timer);
    window.removeEventListener("online", this.#online);
  }

  /** Send once; what still waits is tried again later, by itself. */
  async run() {
    let left = 1;
    try {
      left = await navigator.locks.request(`sending ${HERE.pathname}`, () => this.#all());
    } catch {
      this.going && document.dispatchEvent(new CustomEvent("notkept")); // the phone has no room for the receipt
    }
    if (left === 0 || !this.going) return;
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
    this.soon(this.wait * (0.75 + Math.random() / 2));
  }

  /** How many still wait. */
  async #all() {
    const waiting = this.going ? await this.#waiting() : [];
    let left = waiting.length;
    for (const id of waiting) {
      if (!this.going || !navigator.onLine) break;
      const became = await sent(this.store, id);
      if (became === null) continue;
      await this.#became(id, became);
      this.wait = FIRST_WAIT;
      left -= 1;
    }
    if (left < waiting.length) this.changed();
    return left;
  }

  async #waiting() {
    if (this.session) {
      const { reports, brought } = await listOf(this.session);
      return [...reports, ...brought].filter((one) => one.state === State.WAITING).map((one) => one.id);
    }
    return (await this.store.all("outbox")).filter(([, kept]) => kept.sealed && !kept.sent).map(([id]) => id);
  }

  async #became(id, became) {
    if (this.session) return settle(this.session, id, became);
    const kept = await this.store.get("outbox", id);
    if (kept) await this.store.put("outbox", id, { ...kept, sent: true });
  }
}

/** What the mission's server makes of one report; null when it was not reached, or cannot take it now. */
async function sent(store, id) {
  const kept = await store.get("outbox", id);
  if (!kept?.sealed) return null;
  try {
    const answer = await asked("reports", { method: "POST", body: kept.sealed });
    if (answer.status === 201) return received(JSON.parse(answer.text), kept.sealed, await store.get("settings", "signer"));
    const code = codeOf(answer);
    const isRefused = code && answer.status >= 400 && answer.status < 500 && ![408, 429].includes(answer.status);
    return isRefused ? { state: State.REFUSED, code } : null;
  } catch {
    return null;
  }
}

async function received({ receipt, signature }, sealed, signer) {
  const isTrue = await isSigned({ receipt, signature }, sealed, signer);
  return isTrue ? { state: State.RECEIVED, receipt, signature, code: "" } : null;
}
