// C4 to C11 and C14 to C17: the checks of a signed bundle. Each needs only what it is given.

/** C4: the bundle's key and its signed checkpoint. */
async function checkCheckpoint(members, found) {
  found.key = readSignersKey(members);
  const key = found.key;
  found.checkpoint = readOwnCheckpoint(members);
  const checkpoint = found.checkpoint;
  await refuseUnsigned(checkpoint, key);
  must(checkpoint.size > 0, "malformed_checkpoint", "an empty log has no checkpoint");
  return passed(`${quoted(checkpoint.origin)}, ${checkpoint.size} records, signed by ${quoted(key.text)}`);
}

function readOwnCheckpoint(members) {
  must(members.has("log/checkpoint"), "missing_member", "there is no log/checkpoint");
  return readCheckpoint(members.get("log/checkpoint"), "log/checkpoint");
}

function readSignersKey(members) {
  must(members.has("log/key"), "missing_member", "there is no log/key");
  const text = textOf(members.get("log/key"), "log/key");
  must(text.endsWith("\n"), "malformed_key", "log/key does not end with a newline");
  const key = readKey(text.slice(0, -1), "log/key");
  must(key.kind === KIND.log, "unknown_algorithm", "log/key is not a key of kind 0x01");
  return key;
}

async function readLog(members, found) {
  must(members.has(LOG_ENTRIES), "missing_member", `there is no ${LOG_ENTRIES}`);
  found.records ??= readRecords(members.get(LOG_ENTRIES));
  must(found.records.length > 0, "malformed_entry", "the log is empty");
  found.rows = treeRows(found.records.map((record) => leafHash(record.bytes)));
  found.checkpoint ??= readOwnCheckpoint(members);
  must(found.records.length === found.checkpoint.size, "root_mismatch", `there are ${found.records.length} records, the checkpoint is of ${found.checkpoint.size}`);
  must(sameBytes(rootAt(found.rows, found.records.length), found.checkpoint.root), "root_mismatch", "the records do not have the signed root");
  must(members.has(MANIFEST), "missing_member", "there is no manifest");
  await refuseUnboundManifest(found.records, members.get(MANIFEST));
  return passed(`record ${found.records.length - 1} holds the manifest's hash; the records have the signed root`);
}

async function checkHistory(members, found) {
  const names = [...members.keys()].filter((name) => name.startsWith("log/history/"));
  const ends = found.records ? earlierSizes(found.records) : [];
  for (const size of ends) must(members.has(`log/history/${size}.checkpoint`), "missing_member", `there is no log/history/${size}.checkpoint, where a publication ended`);
  if (names.length === 0) return notChecked("this is the log's first publication; there is no earlier checkpoint");
  must(found.rows && found.checkpoint && found.key, "fork", "there is no log to compare with");
  return passed(`the log only grew since each of ${await refuseRewrittenHistory(members, found.checkpoint, found.key, found.rows, new Set(ends))} earlier checkpoints`);
}

function checkProofs(members, found) {
  must(found.rows, "wrong_proof", "there are no records to prove");
  must(members.has("log/checkpoint"), "missing_member", "there is no log/checkpoint");
  const count = refuseOtherProofs(members, found.rows, latestVersions(found.records), members.get("log/checkpoint"));
  return passed(`${count} proofs lead to the root of the records`);
}

function placesOfLatest(records) {
  return new Map(records.map(({ value }, place) => [value.id, place]));
}

/** C10: the openings in the bundle, and those that the reader was given. */
function checkOpenings(members, found, given) {
  const inside = members.has("log/openings.json");
  if (!inside && given === null) return notChecked("no committed field is opened in this bundle");
  must(found.records, "wrong_opening", "there are no records to open");
  const latest = placesOfLatest(found.records);
  const count = inside ? refuseWrongOpenings(readOpenings(members.get("log/openings.json"), "log/openings.json"), found.records, latest) : 0;
  if (given === null) return passed(`${count} opened fields match their commitments`);
  return passed(`${count} opened fields, and ${refuseWrongOpenings(given, found.records, latest)} opened to you alone, match their commitments`);
}

function checkVersions(found) {
  must(found.records, "malformed_entry", "the log cannot be read");
  const latest = latestVersions(found.records);
  return passed(`${latest.size} records, ${found.records.length - latest.size} superseded versions kept`);
}

/** C14: the expected key or fingerprint, as the reader typed it. */
function checkSigner(expected, found) {
  if (expected === null) return notChecked("nothing says whose key this must be: give a key or a fingerprint");
  if (expected.key) {
    must(found.key && found.key.text === expected.key.text, "unexpected_key", `you expect ${expected.key.text}`);
    return passed("the key in the bundle is the one you gave");
  }
  must(found.chain && found.chain.length > 0, "unexpected_root", "the bundle holds no root document to compare the fingerprint with");
  const version = found.chain.find((one) => one.fingerprint === expected.fingerprint);
  must(version, "unexpected_root", "no root document in the bundle has the fingerprint you gave");
  return passed(`version ${version.root.version} of the root document has the fingerprint you gave`);
}

async function checkRoot(members, found, { expected, today }) {
  if (![...members.keys()].some((name) => name.startsWith("keys/"))) {
    must(!expected || !expected.fingerprint, "unexpected_root", "the bundle holds no root document, and you gave a fingerprint");
    return notChecked("the bundle holds no root document");
  }
  try {
    found.chain = await readRootChain(members);
  } catch (fault) {
    found.chainFault = fault;
    throw fault;
  }
  const chain = found.chain;
  must(found.key, "unexpected_key", "the bundle's key cannot be read");
  refuseKeyWithoutRole(chain, found.key);
  const newest = chain[chain.length - 1].root;
  if (newest.expires < today) found.stale = ` The root document expired on ${newest.expires}: ask for a newer one.`;
  return passed(`version ${newest.version} of ${quoted(newest.mission)} lets this key sign; it expires on ${newest.expires}`);
}

async function checkApprovals(found) {
  if (found.chainFault) throw found.chainFault;
  const newest = found.chain && found.chain[found.chain.length - 1];
  if (!newest || !newest.root.roles.has("approve")) return notChecked("no root document asks for approvals");
  must(found.checkpoint, "too_few_approvals", "there is no checkpoint to approve");
  const { given, needed } = await approvals(found.chain, found.checkpoint);
  must(given >= needed, "too_few_approvals", `${given} of the ${needed} people it needs approved`);
  return passed(`${given} of ${newest.root.roles.get("approve").ids.length} approved; ${needed} must`);
}

async function checkNotices(members, notices, found) {
  if (notices.length === 0) return notChecked("no notice was given");
  must(found.chain && found.chain.length > 0, "malformed_notice", "the bundle holds no root document that says who may withdraw it");
  const manifest = hexOf(await sha256OfMember(members.get(MANIFEST)));
  for (const bytes of notices) {
    const notice = await readNotice(bytes, found.chain);
    must(notice.manifest !== manifest, "withdrawn", `the mission withdrew this publication on ${notice.date}: ${quoted(notice.reason)}`);
  }
  return passed("no notice you gave withdraws it");
}
