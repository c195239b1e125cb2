// C6: the log only grew since each earlier checkpoint in the bundle.

/** Refuses an earlier checkpoint that is not signed, or that the records contradict; gives their number. */
async function refuseRewrittenHistory(members, checkpoint, key, rows, ends) {
  const keys = [key, ...(await keysOfEarlierRoots(members, key))];
  let count = 0;
  for (const [name, bytes] of members) {
    const match = /^log\/history\/(.*)$/s.exec(name);
    if (match === null) continue;
    const earlier = readCheckpoint(bytes, name);
    must(match[1] === `${earlier.size}.checkpoint`, "malformed_checkpoint", `${quoted(name)} is of ${earlier.size} records`);
    must(earlier.origin === checkpoint.origin, "foreign_origin", `${quoted(name)} is of another log`);
    await refuseUnsigned(earlier, key, keys);
    must(earlier.size >= 1 && earlier.size < checkpoint.size, "rollback", `${quoted(name)} is not of an earlier, shorter log`);
    must(ends.has(earlier.size), "malformed_checkpoint", `no publication ended where ${quoted(name)} says`);
    must(sameBytes(rootAt(rows, earlier.size), earlier.root), "fork", `the records contradict ${quoted(name)}`);
    count++;
  }
  return count;
}

/** The other keys that a version of the root documents lets sign the log; none when the documents are refused (C15). */
async function keysOfEarlierRoots(members, key) {
  if (![...members.keys()].some((name) => name.startsWith("keys/"))) return [];
  try {
    const chain = await readRootChain(members);
    const listed = chain.flatMap(({ root }) => root.roles.get("log").ids.map((id) => root.keys.get(id).key));
    return [...new Map(listed.filter((one) => one.text !== key.text).map((one) => [one.text, one])).values()];
  } catch (fault) {
    if (fault instanceof Refusal) return [];
    throw fault;
  }
}
