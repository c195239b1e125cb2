// C6: the log only grew since each earlier checkpoint in the bundle.

/** Refuses an earlier checkpoint that is not signed, or that the records contradict; gives their number. */
async function refuseRewrittenHistory(members, checkpoint, key, rows) {
  let count = 0;
  for (const [name, bytes] of members) {
    const match = /^log\/history\/(.*)$/s.exec(name);
    if (match === null) continue;
    const earlier = readCheckpoint(bytes, name);
    must(match[1] === `${earlier.size}.checkpoint`, "malformed_checkpoint", `${quoted(name)} is of ${earlier.size} records`);
    must(earlier.origin === checkpoint.origin, "foreign_origin", `${quoted(name)} is of another log`);
    await refuseUnsigned(earlier, key);
    must(earlier.size >= 1 && earlier.size < checkpoint.size, "rollback", `${quoted(name)} is not of an earlier, shorter log`);
    must(sameBytes(rootAt(rows, earlier.size), earlier.root), "fork", `the records contradict ${quoted(name)}`);
    count++;
  }
  return count;
}
