// The chain of root documents: each version signed by the threshold of the one before it and by its own.

async function refuseBelowThreshold(note, root, where) {
  const role = root.roles.get("root");
  const signers = await signersOf(note, role.ids.map((id) => root.keys.get(id).key));
  must(signers.length >= role.threshold, "broken_root", `${where} is signed by ${signers.length} of the ${role.threshold} keys it needs`);
}

/** The versions in a bundle, oldest first, as {root, fingerprint}; empty when it has none. */
async function readRootChain(members) {
  const names = [...members.keys()].filter((name) => name.startsWith("keys/"));
  const chain = [];
  must(names.length <= LIMITS.rootVersions, "broken_root", `there are more than ${LIMITS.rootVersions} versions`);
  for (let version = 1; version <= names.length; version++) {
    const name = `keys/${version}.root`;
    must(members.has(name), "broken_root", `version ${version} is missing`);
    chain.push(await readNextRoot(members.get(name), name, chain[chain.length - 1], version));
  }
  return chain;
}

async function readNextRoot(bytes, name, before, version) {
  must(bytes.length <= LIMITS.rootBytes, "malformed_root", `${name} is larger than ${LIMITS.rootBytes} bytes`);
  const note = readNote(bytes, name);
  const root = readRootText(note.text, name);
  must(root.version === version, "broken_root", `${name} says it is version ${root.version}`);
  must(root.previous === (before ? before.fingerprint : "none"), "broken_root", `${name} does not follow the version before it`);
  if (before) {
    must(root.mission === before.root.mission, "broken_root", `${name} is of another mission`);
    await refuseBelowThreshold(note, before.root, name);
  }
  await refuseBelowThreshold(note, root, name);
  return { root, fingerprint: hexOf(sha256(bytesOf(note.text))) };
}

/** C15: refuses unless the newest version gives the bundle's key the role of the log and does not revoke it. */
function refuseKeyWithoutRole(chain, key) {
  const newest = chain[chain.length - 1].root;
  must(!newest.revoked.has(key.id), "revoked_key", `the key was revoked since ${newest.revoked.get(key.id)}, and no witness says when it signed`);
  const listed = newest.roles.get("log").ids.includes(key.id) && newest.keys.get(key.id).key.text === key.text;
  must(listed, "unexpected_key", "the newest root document does not let the bundle's key sign");
}

/** C16: how many approvers cosigned, and how many must. */
async function approvals(chain, checkpoint) {
  const newest = chain[chain.length - 1].root;
  const role = newest.roles.get("approve");
  const signers = await signersOf(checkpoint.note, role.ids.map((id) => newest.keys.get(id).key));
  return { given: signers.length, needed: role.threshold };
}
