// Notices: a mission withdraws a publication.

const NOTICE_TEXT = new RegExp(`^scrutator-notice/v1\\nmission ([^ \\n]+)\\nwithdraws ([0-9a-f]{64})\\ndate (${DAY})\\nreason ([^\\n]{1,500})\\n$`, "u");

/** What a notice withdraws; refused unless the newest root document's threshold signed it. */
async function readNotice(bytes, chain) {
  const note = readNote(bytes, "the notice");
  const match = NOTICE_TEXT.exec(note.text);
  must(match && isDay(match[3]), "malformed_notice", "the text is not a notice");
  const newest = chain[chain.length - 1].root;
  must(match[1] === newest.mission, "malformed_notice", "the notice is of another mission");
  const role = newest.roles.get("root");
  const signers = await signersOf(note, role.ids.map((id) => newest.keys.get(id).key));
  must(signers.length >= role.threshold, "malformed_notice", "too few of the root keys signed the notice");
  return { manifest: match[2], date: match[3], reason: match[4] };
}
