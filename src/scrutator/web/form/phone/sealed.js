// Sealing to the mission's public key: what is sealed here opens on the mission's server and nowhere else.
// The format stands in web/form/sealed.py: ECDH on P-256, HKDF-SHA256, AES-256-GCM.
const MAGIC = new TextEncoder().encode("scrutator report 1\n");
const INFO = new TextEncoder().encode("scrutator report");
const CURVE = { name: "ECDH", namedCurve: "P-256" };

/** The bytes, sealed. `key`: the public point in base64. */
export async function seal(bytes, key) {
  const point = fromBase64(key);
  const other = await crypto.subtle.importKey("raw", point, CURVE, false, []);
  const own = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
  const head = joined(MAGIC, new Uint8Array(await crypto.subtle.exportKey("raw", own.publicKey)));
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: other }, own.privateKey, 256);
  const root = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: joined(head, point), info: INFO };
  const aes = await crypto.subtle.deriveKey(how, root, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  const gcm = { name: "AES-GCM", iv: new Uint8Array(12), additionalData: head };
  return joined(head, new Uint8Array(await crypto.subtle.encrypt(gcm, aes, bytes)));
}

/** A report with who sends it, as the server opens it; `form` is a FormData. */
export async function envelope(form, who) {
  const posted = new Response(form);
  const said = { ...who, type: posted.headers.get("Content-Type") };
  const head = new TextEncoder().encode(`${JSON.stringify(said)}\n`);
  return joined(head, new Uint8Array(await posted.arrayBuffer()));
}

export function joined(first, second) {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

export function fromBase64(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

export function toBase64(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 32768) {
    text += String.fromCharCode(...bytes.subarray(at, at + 32768));
  }
  return btoa(text);
}
