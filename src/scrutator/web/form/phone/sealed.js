// Sealing to the mission's public key: what is sealed here opens on the mission's server and nowhere else; and
// telling that server's receipts from those of anyone else. The formats stand in web/form/sealed.py, signed.py.
const text = (words) => new TextEncoder().encode(words);
const MAGIC = text("notebook 1\n");
const INFO = text("scrutator report");
const ABOUT = text("notebook receipt\n");
const CURVE = { name: "ECDH", namedCurve: "P-256" };
const SIGNER = { name: "ECDSA", namedCurve: "P-256" };
const TAG = 16; // bytes that AES-GCM adds

/** A report, sealed with who sends it. `form`: a FormData, `who`: { username, password, device }, `key`: a point in base64. */
export async function sealedReport(form, who, key) {
  const posted = new Response(form);
  const post = new Uint8Array(await posted.arrayBuffer());
  const { username, password, device } = who;
  const said = { username, password, device, type: posted.headers.get("Content-Type"), size: post.length + TAG };
  return seal(text(JSON.stringify(said)), post, key);
}

async function seal(head, post, key) {
  const point = fromBase64(key);
  const other = await crypto.subtle.importKey("raw", point, CURVE, false, []);
  const own = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
  const begin = joined(MAGIC, new Uint8Array(await crypto.subtle.exportKey("raw", own.publicKey)));
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: other }, own.privateKey, 256);
  const root = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: joined(begin, point), info: INFO };
  const aes = await crypto.subtle.deriveKey(how, root, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  const length = head.length + TAG;
  const prefix = joined(begin, new Uint8Array([length >> 8, length & 255]));
  const first = joined(prefix, await encrypted(aes, 0, prefix, head));
  return joined(first, await encrypted(aes, 1, first, post));
}

async function encrypted(aes, number, bound, bytes) {
  const iv = new Uint8Array(12);
  iv[11] = number;
  return new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bound }, aes, bytes));
}

/** Whether bytes begin as a sealed report does. */
export function isSealed(bytes) {
  return bytes.length > 100 && MAGIC.every((byte, at) => bytes[at] === byte);
}

/** Whether the mission's server gave this receipt for this sealed report; `signer`: its point in base64. */
export async function isSigned({ receipt, signature }, sealed, signer) {
  try {
    const key = await crypto.subtle.importKey("raw", fromBase64(signer), SIGNER, false, ["verify"]);
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", sealed));
    const said = joined(joined(ABOUT, digest), text(receipt));
    return await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, fromBase64(signature), said);
  } catch {
    return false;
  }
}

function joined(first, second) {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

export function fromBase64(letters) {
  return Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0));
}

export function toBase64(bytes) {
  let letters = "";
  for (let at = 0; at < bytes.length; at += 32768) {
    letters += String.fromCharCode(...bytes.subarray(at, at + 32768));
  }
  return btoa(letters);
}
