// Checkpoints (c2sp.org/tlog-checkpoint): origin, number of records, root; a bundle's must have no further line.

/** A checkpoint: origin, size, root, and the note it stands in. */
function readCheckpoint(bytes, where) {
  const note = readNote(bytes, where);
  const lines = note.text.slice(0, -1).split("\n");
  must(lines.length >= 3 && lines.every((line) => line !== ""), "malformed_checkpoint", `${where} is not origin, number and root`);
  const root = bytesOfBase64(lines[2]);
  must(/^(0|[1-9][0-9]{0,15})$/.test(lines[1]) && root && root.length === 32, "malformed_checkpoint", `${where} has no number or root of 32 bytes`);
  return { origin: lines[0], size: Number(lines[1]), root, extended: lines.length > 3, note };
}

/** Refuses unless one of the keys signed the checkpoint and its origin belongs to the key's name. */
async function refuseUnsigned(checkpoint, key, keys = [key]) {
  const { origin, note, extended } = checkpoint;
  must(!extended, "malformed_checkpoint", `${note.where} has a line more than origin, number and root`);
  must(origin === key.name || origin.startsWith(`${key.name}/`), "foreign_origin", `${note.where} is of the log ${quoted(origin)}`);
  const signers = await signersOf(note, keys);
  must(signers.length >= 1, "no_known_signature", `${note.where} is not signed by the bundle's key`);
}
