// What lies on the phone lies under a PIN. The PIN is as strong as it is long: who copies the phone's storage
// can try PINs on another computer, as fast as ITERATIONS lets them; the page says so.
export const ITERATIONS = 600_000;
export const SHORTEST = 6;
const AES = { name: "AES-GCM", length: 256 };

/** A new vault: what to keep of it (no secret), and the vault itself, open. */
export async function newVault(pin) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const vault = new Vault(await keyOf(pin, salt, ITERATIONS));
  return { kept: { salt, iterations: ITERATIONS, proof: await vault.seal("open") }, vault };
}

/** The vault, open; null when the PIN is another one. */
export async function unlock(pin, kept) {
  const vault = new Vault(await keyOf(pin, kept.salt, kept.iterations));
  try {
    await vault.open(kept.proof);
    return vault;
  } catch {
    return null;
  }
}

async function keyOf(pin, salt, iterations) {
  const typed = new TextEncoder().encode(pin.normalize("NFKC"));
  const root = await crypto.subtle.importKey("raw", typed, "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return crypto.subtle.deriveKey(how, root, AES, false, ["encrypt", "decrypt"]);
}

class Vault {
  #key;

  constructor(key) {
    this.#key = key;
  }

  /** Anything that JSON holds, sealed. */
  async seal(value) {
    return this.sealBytes(new TextEncoder().encode(JSON.stringify(value)));
  }

  async open(sealed) {
    return JSON.parse(new TextDecoder().decode(await this.openBytes(sealed)));
  }

  /** Bytes, sealed: twelve bytes of chance, then the sealed text. */
  async sealBytes(bytes) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const text = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, this.#key, bytes);
    const sealed = new Uint8Array(12 + text.byteLength);
    sealed.set(iv);
    sealed.set(new Uint8Array(text), 12);
    return sealed;
  }

  async openBytes(sealed) {
    const gcm = { name: "AES-GCM", iv: sealed.subarray(0, 12) };
    return new Uint8Array(await crypto.subtle.decrypt(gcm, this.#key, sealed.subarray(12)));
  }
}
