// The phone's own storage, one database for a mission. It keeps sealed bytes and what is no secret.
const SHELVES = ["settings", "forms", "lists", "drafts", "outbox"];
const VERSION = 2;

/** Open the storage of a page's mission; asks the browser not to clear it. */
export async function openStore(scope) {
  const database = await new Promise((done, failed) => {
    const asked = indexedDB.open(nameOf(scope), VERSION);
    asked.onupgradeneeded = () => {
      const there = asked.result.objectStoreNames;
      SHELVES.filter((shelf) => !there.contains(shelf)).forEach((shelf) => asked.result.createObjectStore(shelf));
    };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
  navigator.storage?.persist?.().catch(() => false);
  return new Store(database, scope);
}

function nameOf(scope) {
  return `notebook ${scope}`;
}

class Store {
  constructor(database, scope) {
    this.database = database;
    this.scope = scope;
    database.onversionchange = ({ newVersion }) => {
      database.close();
      // Erased from another tab: nothing stays readable here. A newer version: this page begins anew.
      if (newVersion === null) location.replace("about:blank");
      else location.reload();
    };
  }

  get(shelf, key) {
    return this.#ask(shelf, "readonly", (place) => place.get(key));
  }

  /** Everything on a shelf, as [key, value]. */
  async all(shelf) {
    const keys = await this.keys(shelf);
    const values = await Promise.all(keys.map((key) => this.get(shelf, key)));
    return keys.map((key, at) => [key, values[at]]).filter(([, value]) => value !== undefined);
  }

  keys(shelf) {
    return this.#ask(shelf, "readonly", (place) => place.getAllKeys());
  }

  put(shelf, key, value) {
    return this.#ask(shelf, "readwrite", (place) => place.put(value, key));
  }

  remove(shelf, key) {
    return this.#ask(shelf, "readwrite", (place) => place.delete(key));
  }

  /** Put one thing and remove another, both or neither: a draft becomes a report. */
  async turn(from, fromKey, to, toKey, value) {
    const work = this.database.transaction([from, to], "readwrite", { durability: "strict" });
    work.objectStore(to).put(value, toKey);
    work.objectStore(from).delete(fromKey);
    await finished(work);
  }

  async #ask(shelf, mode, what) {
    const work = this.database.transaction(shelf, mode, { durability: "strict" });
    const asked = what(work.objectStore(shelf));
    await finished(work);
    return asked.result;
  }

  /** Erase everything of this page: storage, kept files, worker. */
  async wipe() {
    this.database.close();
    await new Promise((done) => {
      const asked = indexedDB.deleteDatabase(nameOf(this.scope));
      asked.onsuccess = asked.onerror = asked.onblocked = done;
    });
    const names = (await caches.keys()).filter((name) => name.startsWith(`${this.scope} `));
    await Promise.all(names.map((name) => caches.delete(name)));
    const worker = await navigator.serviceWorker?.getRegistration();
    await worker?.unregister();
  }
}

function finished(work) {
  return new Promise((done, failed) => {
    work.oncomplete = done;
    work.onerror = work.onabort = () => failed(work.error ?? new DOMException("", "AbortError"));
  });
}
