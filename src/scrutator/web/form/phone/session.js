// One phone's access to one mission: its token, its forms, its vault.
import { REFUSAL, Refused } from "./errors.js";
import { newVault, unlock } from "./vault.js";

export const HERE = new URL("./", document.baseURI);
const PATIENCE = 60_000; // milliseconds for an answer, and one more for every BYTES of what is sent
const BYTES = 4;

/** The token of a link (`#name.password`), taken out of the address bar; null without one. */
export function tokenOfLink() {
  const [, name, password] = /^#([\w-]+)\.(\w+)$/.exec(location.hash) ?? [];
  if (location.hash) history.replaceState(null, "", HERE.pathname);
  return name ? { username: name, password } : null;
}

/** What this page needs and a browser gives only to pages that come over https. */
export function lacking() {
  return !(window.isSecureContext && crypto?.subtle && navigator.serviceWorker && window.indexedDB);
}

/** Ask the server; a network that never answers is given up. Throws TypeError or AbortError when it is not reached. */
export async function asked(path, how = {}) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE + (how.body?.length ?? 0) / BYTES);
  try {
    const answer = await fetch(new URL(path, HERE), { ...how, credentials: "omit", cache: "no-store", signal: patience.signal });
    return { ok: answer.ok, status: answer.status, text: await answer.text() };
  } finally {
    clearTimeout(timer);
  }
}

/** The code of a no that the mission's server says; null for a page of anyone else that stands in the way. */
export function codeOf(answer) {
  try {
    const { code } = JSON.parse(answer.text);
    return REFUSAL.test(code) ? code : null;
  } catch {
    return null;
  }
}

export class Session {
  constructor(store, vault, who) {
    this.store = store;
    this.vault = vault;
    this.who = who;
  }

  /** A new phone. Its own password is on the phone before the server hears it: a page that is killed between goes
   * on with the PIN. Throws a Refused, and then keeps nothing. */
  static async begin(store, pin, token) {
    const { kept, vault } = await newVault(pin);
    const session = new Session(store, vault, withLink({}, token));
    await session.#keep();
    await store.put("settings", "vault", kept);
    try {
      await session.#enter();
    } catch (error) {
      if (isFinal(error) && session.who.link) {
        await store.remove("settings", "vault");
        await store.remove("settings", "who");
      }
      throw error;
    }
    return session;
  }

  /** The phone again; null when the PIN is another one. */
  static async again(store, pin) {
    const vault = await unlock(pin, await store.get("settings", "vault"));
    if (!vault) return null;
    const session = new Session(store, vault, await vault.open(await store.get("settings", "who")));
    if (session.who.link || !session.who.key) await session.#enter();
    return session;
  }

  /** Another token for this phone, from a new link. A Refused leaves the access that was there. */
  async renew(token) {
    const { before, link, ...now } = this.who;
    this.who = withLink({ device: now.device, mission: now.mission, before: now }, token);
    await this.#keep();
    await this.#enter();
  }

  /** Exchange the link, if that was not yet done, and fetch the forms. */
  async #enter() {
    if (this.who.link) {
      try {
        await exchanged(this.who.link, this.who);
      } catch (error) {
        if (!(isFinal(error) && this.who.before)) throw error;
        this.who = this.who.before;
        await this.#keep();
        throw error;
      }
      const { link, before, ...who } = this.who;
      this.who = who;
      await this.#keep();
    }
    await this.refresh();
  }

  async #keep() {
    await this.store.put("settings", "who", await this.vault.seal(this.who));
  }

  /** Fetch the list and what is new of it. Forms of drafts stay, whatever the list says. Throws KEY for a server
   * that shows other keys than the one that this phone began with. */
  async refresh() {
    const { mission, key, signer, forms } = JSON.parse(await this.#ask("list"));
    const { key: was, signer: signed } = this.who;
    if ((was && was !== key) || (signed && signed !== signer)) throw new Refused("KEY");
    const known = new Map(await this.forms());
    for (const form of forms) {
      const before = known.get(form.number);
      const same = before?.hash === form.hash && before?.places === form.places;
      if (!same) await this.#fetch(form);
      else if (!before.current) await this.#mark(before, true);
      known.delete(form.number);
    }
    for (const form of known.values()) if (form.current) await this.#mark(form, false);
    await this.#dropLists();
    this.who = { ...this.who, mission, key, signer };
    await this.#keep();
    await this.store.put("settings", "signer", signer); // no secret: a locked page, too, knows a true receipt
  }

  async #fetch(form) {
    const content = await this.vault.seal(await this.#ask(`forms/${form.number}`));
    for (const name of form.files) {
      if (await this.store.get("lists", listKey(form, name))) continue;
      const list = await this.#ask(`forms/${form.number}/${name}`);
      await this.store.put("lists", listKey(form, name), await this.vault.seal(list));
    }
    await this.store.put("forms", form.number, { label: await this.vault.seal({ ...form, current: true }), content });
  }

  async #mark(form, current) {
    const kept = await this.store.get("forms", form.number);
    await this.store.put("forms", form.number, { ...kept, label: await this.vault.seal({ ...form, current }) });
  }

  /** Take out lists that no form on the phone needs any more. */
  async #dropLists() {
    const needed = new Set((await this.forms()).flatMap(([, form]) => form.files.map((name) => listKey(form, name))));
    for (const key of await this.store.keys("lists")) if (!needed.has(key)) await this.store.remove("lists", key);
  }

  async #ask(path) {
    return told(path, this.who);
  }

  /** What the phone knows of its forms, as [number, { title, … }]; their texts stay sealed. */
  async forms() {
    const all = (await this.store.all("forms")).filter(([, kept]) => kept.label);
    return Promise.all(all.map(async ([number, kept]) => [number, await this.vault.open(kept.label)]));
  }

  /** A form with its text and its lists. */
  async form(number) {
    const kept = await this.store.get("forms", number);
    const form = await this.vault.open(kept.label);
    const files = {};
    for (const name of form.files) files[name] = await this.vault.open(await this.store.get("lists", listKey(form, name)));
    return { ...form, xml: await this.vault.open(kept.content), files };
  }
}

/** Whether the mission's server itself said no. */
function isFinal(error) {
  return error instanceof Refused && error.status > 0;
}

/** One list for all forms of one state of the register. */
function listKey(form, name) {
  return `${form.places} ${name}`;
}

/** A link stays in the browser's history, so it opens once: the phone exchanges its password for one that only
 * the phone knows. The same new one is offered again when the answer was lost on the way. */
function withLink(who, token) {
  const { username, password } = token;
  token.fresh ??= { password: newPassword(), device: who.device ?? crypto.randomUUID() };
  return { ...who, username, ...token.fresh, link: { username, password } };
}

async function exchanged(link, fresh) {
  const body = JSON.stringify({ password: fresh.password, device: fresh.device });
  try {
    await told("start", link, { method: "POST", body });
  } catch (error) {
    if (error.status !== 401) throw error;
    await told("list", fresh).catch((other) => {
      throw isFinal(other) ? error : other;
    });
  }
}

async function told(path, { username, password }, how = {}) {
  const answer = await asked(path, { ...how, headers: { Authorization: `Bearer ${username}.${password}` } });
  if (!answer.ok) throw new Refused(codeOf(answer) ?? "LATER", codeOf(answer) ? answer.status : 0);
  return answer.text;
}

function newPassword() {
  const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  return [...crypto.getRandomValues(new Uint8Array(24))].map((byte) => letters[byte % 32]).join("");
}
