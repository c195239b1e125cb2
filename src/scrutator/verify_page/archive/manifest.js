// C2: the manifest lists exactly what is there, with the right hashes.

const OUTSIDE_MANIFEST = /^(log\/checkpoint|log\/entries\.jsonl|log\/proofs\/.*|manifest-sha256\.txt)$/;
const KNOWN_UNDER_LOG = /^log\/(key|checkpoint|entries\.jsonl|openings\.json|history\/.*|proofs\/.*)$/;
const KNOWN_UNDER_KEYS = /^keys\/[1-9][0-9]*\.root$/;

/** Refuses a member under `log/` or `keys/` that the specification does not name. */
function refuseUnknownMembers(names) {
  for (const name of names) {
    must(!name.startsWith("log/") || KNOWN_UNDER_LOG.test(name), "manifest_mismatch", `${quoted(name)} is no member of a bundle`);
    must(!name.startsWith("keys/") || KNOWN_UNDER_KEYS.test(name), "manifest_mismatch", `${quoted(name)} is no member of a bundle`);
  }
}

/** Refuses unless the manifest is written in its one way over these members; gives the number of its lines. */
async function refuseOtherManifest(members) {
  must(members.has(MANIFEST), "missing_member", "there is no manifest");
  refuseUnknownMembers(members.keys());
  const lines = [];
  for (const [name, bytes] of members)
    if (!OUTSIDE_MANIFEST.test(name)) lines.push(`${hexOf(await sha256OfMember(bytes))}  ${name}\n`);
  const stated = textOf(members.get(MANIFEST), MANIFEST);
  must(stated === lines.join(""), "manifest_mismatch", firstDifference(stated.split("\n"), lines.map((line) => line.slice(0, -1))));
  return lines.length;
}

function firstDifference(stated, found) {
  const listed = new Set(stated);
  const missing = found.find((line) => !listed.has(line));
  if (missing !== undefined) return `the manifest does not list ${quoted(missing.slice(66))} with its hash`;
  return "the manifest lists something that is not there, or not in its order";
}
