// Verifier keys: name+id+base64 (c2sp.org/signed-note), and signatures by them.

const KIND = Object.freeze({ log: 0x01, cosigner: 0x04 });

/** Whether a name may stand in a key and on a signature's line. */
function isKeyName(name) {
  return name.length > 0 && !/[\s\u0085+]|\p{Cc}/u.test(name);
}

/** The four bytes by which a signature names its key. */
function keyId(name, kind, raw) {
  return sha256(joined(bytesOf(name), Uint8Array.of(0x0a, kind), raw)).subarray(0, 4);
}

/** A verifier key: its name, kind, id (hexadecimal), 32 bytes, and its text. */
function readKey(text, where) {
  const match = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/s.exec(text);
  const bytes = match && bytesOfBase64(match[3]);
  must(match && isKeyName(match[1]) && bytes, "malformed_key", `${where} is not a verifier key`);
  const [name, kind, raw] = [match[1], bytes[0], bytes.subarray(1)];
  must(kind === KIND.log || kind === KIND.cosigner, "unknown_algorithm", `${where} is of a kind this page does not know`);
  must(raw.length === 32 && hexOf(keyId(name, kind, raw)) === match[2], "malformed_key", `${where} does not have the id it states`);
  must(isSoundKey(raw), "weak_key", `${where} is not a canonical point of full order`);
  return Object.freeze({ name, kind, id: match[2], raw, text });
}

let signaturesChecked = 0;
const importedKeys = new Map();

/** Begins a new bundle: the number of signatures checked is bounded for each. */
function beginCountingSignatures() {
  signaturesChecked = 0;
  importedKeys.clear();
}

/** The browser's form of a key, null for a key that is not sound; each is looked at once. */
async function soundKey(raw) {
  const name = hexOf(raw);
  if (!importedKeys.has(name)) importedKeys.set(name, isSoundKey(raw) ? await importedKey(raw) : null);
  return importedKeys.get(name);
}

/** Whether `signature` (64 bytes) is the key's over the message; the equation without cofactor. */
async function isSignedBy(raw, signature, message) {
  within(++signaturesChecked, HERE.signaturesChecked, "signatures");
  const key = await soundKey(raw);
  if (key === null || signature.length !== 64 || !isReducedScalar(signature.subarray(32))) return false;
  return subtle().verify({ name: "Ed25519" }, key, signature, message);
}
