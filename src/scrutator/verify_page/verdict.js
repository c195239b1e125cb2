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
  if (failed.some((check) => check.refusal === "not_a_zip")) return { ...VERDICT.unreadable, sentence: `${failed[0].detail}.` };
  const others = failed.filter((check) => check.refusal !== "withdrawn");
  if (others.length > 0) return { ...VERDICT.notVerified, sentence: `${others.map((check) => check.id).join(", ")} failed. Do not rely on this bundle.` };
  const lacking = report.find((check) => check.lacking) ?? report.find((check) => asked.has(check.id) && check.outcome === OUTCOME.notChecked && !unsigned);
  if (lacking) return { ...VERDICT.notChecked, sentence: `${lacking.id} could not be done here: ${lacking.detail}.` };
  if (unsigned) return { ...VERDICT.unsigned, sentence: "No one vouches for this bundle. Nothing was rebuilt." };
  const pinned = report.find((check) => check.id === "C14").outcome === OUTCOME.pass;
  const withdrawn = failed.map((check) => ` And ${check.detail}.`).join("");
  if (!pinned) return { ...VERDICT.signerUnknown, sentence: `The signer calls itself ${quoted(name)}${notPlainLatin(name)}; anyone can. Give the key or the fingerprint.${withdrawn} Nothing was rebuilt.` };
  if (failed.length > 0) return { ...VERDICT.withdrawn, sentence: `${failed[0].detail}.` };
  return { ...VERDICT.signed, sentence: `Signed by ${quoted(name)}${notPlainLatin(name)}, and not altered since. Nothing was rebuilt: whether the figures follow from the data is for “scrutator verify”.` };
}
