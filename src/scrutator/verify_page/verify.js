// The whole verification of one bundle.

const ALWAYS = ["C1", "C2", "C3", "C4", "C5", "C8", "C11"];

/** What the reader typed: a verifier key or a fingerprint; null when nothing. Refused when it is neither. */
function readExpected(typed) {
  const text = typed.trim();
  if (text === "") return null;
  const digits = text.replace(/[\s:-]/g, "").toLowerCase();
  if (/^[0-9a-f]{64}$/.test(digits)) return { fingerprint: digits };
  const key = readKey(text, "the key you gave");
  must(key.kind === KIND.log, "unknown_algorithm", "the key you gave is a witness's; give the signer's");
  return { key };
}

async function checkMembers(report, members, found) {
  await runCheck(report, "C2", async () => passed(`${await refuseOtherManifest(members)} members have the listed SHA-256`));
  await runCheck(report, "C3", () => {
    const { files, records } = refuseOtherJson(members, found);
    return passed(`${files} JSON files and ${records} records are in canonical form`);
  });
}

async function checkSigned(report, members, options, found) {
  const rest = [];
  await runCheck(rest, "C4", () => checkCheckpoint(members, found));
  await runCheck(rest, "C5", () => readLog(members, found));
  await runCheck(rest, "C6", () => checkHistory(members, found));
  rest.push(skipped("C7", "this page remembers no earlier checkpoint"));
  await runCheck(rest, "C8", () => checkProofs(members, found));
  rest.push(skipped("C9", "this page asks for no witness"));
  await runCheck(rest, "C10", () => checkOpenings(members, found, options.openings));
  await runCheck(rest, "C11", () => checkVersions(found));
  await runCheck(rest, "C15", () => checkRoot(members, found, options));
  await runCheck(rest, "C16", () => checkApprovals(found));
  await runCheck(rest, "C14", () => checkSigner(options.expected, found));
  await runCheck(rest, "C17", () => checkNotices(members, options.notices, found));
  report.push(...rest);
}

function skipped(id, detail) {
  return { id, title: TITLES[id], outcome: OUTCOME.notChecked, detail, refusal: "", lacking: false };
}

function skipRest(report, detail) {
  for (const id of Object.keys(TITLES)) if (!report.some((check) => check.id === id)) report.push(skipped(id, detail));
}

async function runChecks(report, file, options, found) {
  let members = new Map();
  if (!(await runCheck(report, "C1", () => passed(`${(members = readArchive(file)).size} members`)))) return skipRest(report, "the archive was refused");
  found.unsigned = ![...members.keys()].some((name) => name.startsWith("log/"));
  await checkMembers(report, members, found);
  if (!found.unsigned) await checkSigned(report, members, options, found);
  await runCheck(report, "C12", () => {
    const printed = checkFigures(members);
    return printed === null ? notChecked("the bundle has no figures") : passed(`${printed} printed figures read as their cells`);
  });
  report.push(skipped("C13", "not rebuilt: this needs the full program, “scrutator verify”"));
  found.remark = attestedRemark(members, found.unsigned ? null : found.records);
  if (found.unsigned) skipRest(report, "the bundle is not signed");
}

/**
 * The numbered checks and the verdict over a bundle's bytes. `typed` is the expected key or fingerprint ("" for
 * none), `notices` the bytes of notices, `openings` those of a file that opens withheld values (null for none), `today` a day YYYY-MM-DD. Never throws; never touches the network.
 */
async function verify(file, { typed = "", notices = [], openings = null, size = file.length, today = new Date().toISOString().slice(0, 10) } = {}) {
  const report = [];
  const found = { key: null, unsigned: false, records: null, stale: "", remark: "" };
  beginCountingSignatures();
  let verdict = null;
  try {
    within(size, HERE.fileBytes, "bytes");
    subtle();
    const expected = readExpected(typed);
    const given = readGivenOpenings(openings);
    await runChecks(report, file, { expected, notices, openings: given, today }, found);
    const asked = new Set([...ALWAYS, ...(expected ? ["C14"] : []), ...(given ? ["C10"] : []), ...(notices.length ? ["C17"] : [])]);
    const { word, status, sentence } = verdictOf(report, { unsigned: found.unsigned, name: found.key ? found.key.name : "", asked });
    const clean = !report.some((check) => check.outcome === OUTCOME.fail);
    const remark = clean ? found.remark : "";
    const shown = clean && given && report.find((check) => check.id === "C10").outcome === OUTCOME.pass ? given.opened : [];
    verdict = { word, status, sentence: `${sentence}${remark}${found.stale}`, opened: shown };
  } catch (fault) {
    if (fault instanceof LimitReached) verdict = { ...VERDICT.stopped, sentence: `${fault.message}. Use “scrutator verify”.` };
    else if (fault instanceof BrowserLacks) verdict = { ...VERDICT.notChecked, sentence: `${fault.message}.` };
    else if (fault instanceof Refusal) verdict = { ...VERDICT.notChecked, sentence: `${fault.message}.` };
    else verdict = { ...VERDICT.notChecked, sentence: `The page itself failed: ${fault}.` };
    skipRest(report, "not reached");
  }
  report.sort((one, other) => Number(one.id.slice(1)) - Number(other.id.slice(1)));
  return { opened: [], ...verdict, checks: report };
}
