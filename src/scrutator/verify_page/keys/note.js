// Signed notes (c2sp.org/signed-note): a text, an empty line, and signatures.

/** A note: its text (with the last newline) and its signature lines {name, id, value}. */
function readNote(bytes, where) {
  must(bytes.length <= LIMITS.noteBytes, "malformed_note", `${where} is larger than ${LIMITS.noteBytes} bytes`);
  let whole;
  try {
    whole = textOf(bytes, where);
  } catch (fault) {
    throw new Refusal("malformed_note", fault.message);
  }
  must(!/[\u0000-\u0009\u000b-\u001f]/.test(whole), "malformed_note", `${where} has control characters`);
  const split = whole.lastIndexOf("\n\n");
  must(split >= 0 && whole.endsWith("\n") && whole.length > split + 2, "malformed_note", `${where} has no signatures`);
  const lines = whole.slice(split + 2, -1).split("\n");
  must(lines.length <= LIMITS.signatures, "malformed_note", `${where} has more than ${LIMITS.signatures} signatures`);
  return { text: whole.slice(0, split + 1), signatures: lines.map((line) => readSignatureLine(line, where)), where };
}

function readSignatureLine(line, where) {
  const match = /^— ([^ ]+) ([^ ]+)$/.exec(line);
  const bytes = match && bytesOfBase64(match[2]);
  must(match && isKeyName(match[1]) && bytes && bytes.length >= 5, "malformed_note", `${where} has a line that is not a signature`);
  return { name: match[1], id: hexOf(bytes.subarray(0, 4)), value: bytes.subarray(4), line };
}

/** What a key signs: the note's text, or for a cosigner its time and the text. Null when the value has another length. */
function signedMessage(key, value, text) {
  if (key.kind === KIND.log) return value.length === 64 ? { signature: value, message: bytesOf(text), time: null } : null;
  if (value.length !== 72) return null;
  const time = new DataView(value.buffer, value.byteOffset, 8).getBigUint64(0);
  return { signature: value.subarray(8), message: bytesOf(`cosignature/v1\ntime ${time}\n${text}`), time };
}

/** The keys among those given that signed the note, as [{key, time}]; a wrong signature by one refuses the note. */
async function signersOf(note, keys) {
  const known = new Map();
  for (const key of keys) {
    const place = `${key.name}+${key.id}`;
    must(!known.has(place) || sameBytes(known.get(place).raw, key.raw), "ambiguous_key", `two keys share the name and id ${quoted(place)}`);
    known.set(place, key);
  }
  const signers = [];
  for (const line of note.signatures) {
    const key = known.get(`${line.name}+${line.id}`);
    if (key === undefined) continue;
    const signed = signedMessage(key, line.value, note.text);
    const right = signed !== null && (await isSignedBy(key.raw, signed.signature, signed.message));
    must(right, "invalid_signature", `${note.where}: the signature of ${quoted(key.name)} is wrong`);
    if (!signers.some((one) => one.key === key)) signers.push({ key, time: signed.time });
  }
  return signers;
}
