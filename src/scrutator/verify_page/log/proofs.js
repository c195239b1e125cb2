// C8: one proof (c2sp.org/tlog-proof) for the latest version of each record.

/** The text that a proof of record `index` must have: its path is the only one that leads to the root. */
function proofText(rows, index, checkpointText) {
  const path = pathOf(rows, index).map((hash) => `${base64Of(hash)}\n`);
  return `c2sp.org/tlog-proof@v1\nindex ${index}\n${path.join("")}\n${checkpointText}`;
}

/** Refuses unless there is exactly one right proof for each id's latest version; gives their number. */
function refuseOtherProofs(members, rows, latest, checkpointBytes) {
  const wanted = new Map([...latest.values()].map((place) => [`log/proofs/${place}.tlog-proof`, place]));
  const there = [...members.keys()].filter((name) => name.startsWith("log/proofs/"));
  for (const name of there) must(wanted.has(name), "proofs_mismatch", `${quoted(name)} proves no latest version`);
  must(there.length === wanted.size, "proofs_mismatch", `there are ${there.length} proofs for ${wanted.size} records`);
  const checkpointText = textOf(checkpointBytes, "log/checkpoint");
  for (const [name, place] of wanted)
    must(sameBytes(members.get(name), bytesOf(proofText(rows, place, checkpointText))), "wrong_proof", `${quoted(name)} does not lead to the root of the records, or does not repeat the checkpoint`);
  return wanted.size;
}
