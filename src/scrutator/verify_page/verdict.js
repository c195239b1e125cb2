// The verdict: one word for the whole bundle, and the exit status that the command line gives for it.

const VERDICT = Object.freeze({
  notVerified: { word: "NOT VERIFIED", status: 1 },
  unreadable: { word: "UNREADABLE", status: 2 },
  notChecked: { word: "NOT CHECKED", status: 3 },
  signed: { word: "SIGNED, NOT REBUILT", status: 4 },
  signerUnknown: { word: "SIGNER UNKNOWN", status: 5 },
  withdrawn: { word: "WITHDRAWN", status: 6 },
  stopped: { word: "STOPPED AT A LIMIT", status: 8 },
  unsigned: { word: "UNSIGNED", status: 9 },
});

/** The verdict over the checks' answers. `asked` are the checks that always apply or that the reader asked for. */
function verdictOf(report, { unsigned, name, asked }) {
  const failed = report.filter((check) => check.outcome === OUTCOME.fail);
  const others = failed.filter((check) => check.refusal !== "withdrawn");
  if (failed.length === 1 && failed[0].refusal === "not_a_zip") return { ...VERDICT.unreadable, sentence: `${failed[0].detail}.` };
  if (others.length > 0) return { ...VERDICT.notVerified, sentence: `${others.map((check) => check.id).join(", ")} failed. Do not rely on this bundle.` };
  const lacking = report.find((check) => check.lacking);
  if (lacking) return undone(lacking);
  if (unsigned) return { ...VERDICT.unsigned, sentence: "No one vouches for this bundle. Nothing was rebuilt." };
  if (report.find((check) => check.id === "C14").outcome !== OUTCOME.pass) return unknownSigner(name, failed);
  if (failed.length > 0) return { ...VERDICT.withdrawn, sentence: `${failed[0].detail}.` };
  const open = report.find((check) => asked.has(check.id) && check.outcome === OUTCOME.notChecked);
  if (open) return undone(open);
  return { ...VERDICT.signed, sentence: `Signed by ${quoted(name)}${notPlainLatin(name)}, and not altered since. Nothing was rebuilt: whether the figures follow from the data is for “scrutator verify”.` };
}

function undone(check) {
  return { ...VERDICT.notChecked, sentence: `${check.id} could not be done here: ${check.detail}.` };
}

function unknownSigner(name, failed) {
  const withdrawn = failed.map((check) => ` And ${check.detail}.`).join("");
  return { ...VERDICT.signerUnknown, sentence: `The signer calls itself ${quoted(name)}${notPlainLatin(name)}; anyone can. Give the key or the fingerprint.${withdrawn} Nothing was rebuilt.` };
}
