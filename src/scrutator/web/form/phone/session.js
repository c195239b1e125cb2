// One phone's access to one mission: its token, its forms, its vault.
import { newVault, unlock } from "./vault.js";

export const HERE = new URL("./", document.baseURI);

/** The token of a link (`#name.password`), taken out of the address bar; null without one. */
export function tokenOfLink() {
  const [name, password] = decodeURIComponent(location.hash.slice(1)).split(".");
  if (location.hash) history.replaceState(null, "", HERE.pathname);
  return name && password ? { username: name, password } : null;
}

/** What this page needs and a browser gives only to pages that come over https. */
export function lacking() {
  return !(window.isSecureContext && crypto?.subtle && navigator.serviceWorker && window.indexedDB);
}

export class Session {
  constructor(store, vault, who) {
    this.store = store;
    this.vault = vault;
    this.who = who;
  }

  /** A new phone: exchange the link, fetch the forms, put all under the PIN. Throws a Refused. */
  static async begin(store, pin, token) {
    const { kept, vault } = await newVault(pin);
    const session = new Session(store, vault, await exchanged(token));
    await session.refresh();
    await store.put("settings", "vault", kept);
    return session;
  }

  /** The phone again; null when the PIN is another one. */
  static async again(store, pin) {
    const vault = await unlock(pin, await store.get("settings", "vault"));
    return vault && new Session(store, vault, await vault.open(await store.get("settings", "who")));
  }

  /** Another token for this phone, from a new link. */
  async renew(token) {
    this.who = { ...this.who, ...(await exchanged(token)) };
    await this.refresh();
  }

  /** Fetch the list and what is new of it. Forms of drafts stay, whatever the list says. */
  async refresh() {
    const listed = await (await this.#ask("list")).json();
    const known = new Map(await this.forms());
    for (const form of listed.forms) {
      const before = known.get(form.number);
      const same = before?.hash === form.hash && before?.places === form.places;
      const fetched = same ? before : { ...form, ...(await this.#fetched(form)) };
      await this.store.put("forms", form.number, await this.vault.seal({ ...fetched, current: true }));
      known.delete(form.number);
    }
    for (const [number, form] of known) {
      await this.store.put("forms", number, await this.vault.seal({ ...form, current: false }));
    }
    this.who = { ...this.who, mission: listed.mission, key: listed.key };
    await this.store.put("settings", "who", await this.vault.seal(this.who));
  }

  async #fetched(form) {
    const xml = await (await this.#ask(`forms/${form.number}`)).text();
    const files = {};
    for (const name of form.files) files[name] = await (await this.#ask(`forms/${form.number}/${name}`)).text();
    return { xml, files };
  }

  async #ask(path) {
    return asked(path, this.who);
  }

  /** All forms on the phone, as [number, form]. */
  async forms() {
    const all = await this.store.all("forms");
    return Promise.all(all.map(async ([number, sealed]) => [number, await this.vault.open(sealed)]));
  }

  async form(number) {
    return this.vault.open(await this.store.get("forms", number));
  }
}

async function asked(path, { username, password }, how = {}) {
  const headers = { Authorization: `Bearer ${username}.${password}` };
  const answer = await fetch(new URL(path, HERE), { ...how, headers, credentials: "omit", cache: "no-store" });
  if (!answer.ok) throw new Refused(await answer.json().catch(() => ({})), answer.status);
  return answer;
}

/** A link stays in the browser's history, so it opens once: the phone exchanges its password for one that only
 * the phone knows. The same new one is offered again when the answer was lost on the way. */
async function exchanged(token) {
  token.fresh ??= { username: token.username, password: newPassword(), device: crypto.randomUUID() };
  const body = JSON.stringify({ password: token.fresh.password, device: token.fresh.device });
  try {
    await asked("start", token, { method: "POST", body });
  } catch (error) {
    if (error.status !== 401) throw error;
    await asked("list", token.fresh).catch(() => {
      throw error;
    });
  }
  return token.fresh;
}

function newPassword() {
  const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  return [...crypto.getRandomValues(new Uint8Array(24))].map((byte) => letters[byte % 32]).join("");
}

/** What the server said no to, and why. */
export class Refused extends Error {
  constructor(said, status) {
    super(said.what ? `${said.what}. ${said.remedy} (${said.code})` : `HTTP ${status}`);
    this.status = status;
  }
}
