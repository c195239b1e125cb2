// The records of log/entries.jsonl, and the versions of each.

/** The records, as {value, bytes}; `refusals` says what was wrong with their JSON, for C3. */
function splitRecords(bytes) {
  const lines = [];
  let from = 0;
  for (let to = bytes.indexOf(10); to >= 0; to = bytes.indexOf(10, from)) {
    lines.push(bytes.subarray(from, to));
    from = to + 1;
  }
  within(lines.length, HERE.records, "records");
  return { lines, whole: from === bytes.length };
}

/** A record of the log; refused when it does not have exactly its four fields. */
function refuseNoRecord(value, where) {
  const right =
    hasExactly(value, ["data", "id", "type", "version"]) &&
    typeof value.id === "string" && value.id !== "" &&
    typeof value.type === "string" && value.type !== "" &&
    Number.isInteger(value.version);
  must(right, "malformed_entry", `${where} is not a record`);
}

/** The records of the log's bytes, in order. */
function readRecords(bytes) {
  const { lines, whole } = splitRecords(bytes);
  must(whole, "malformed_entry", "the log does not end with a newline");
  return lines.map((line, n) => {
    const value = valueOfJson(line, `record ${n}`);
    refuseNoRecord(value, `record ${n}`);
    return { value, bytes: line };
  });
}

/** C11: the versions of each id run 1, 2, 3, … and keep their type, at most one in each publication; what is withdrawn
 * was there before. Gives the place of each id's latest version. */
function latestVersions(records) {
  const latest = new Map();
  let began = 0;
  records.forEach(({ value }, place) => {
    const before = latest.get(value.id);
    must(value.data !== null || before !== undefined, "versions_not_consecutive", `record ${place} withdraws ${quoted(value.id)}, which was never there`);
    const expected = before === undefined ? 1 : records[before].value.version + 1;
    must(value.version === expected, before === undefined || value.version !== records[before].value.version ? "versions_not_consecutive" : "duplicate_record", `record ${place} is version ${value.version} of ${quoted(value.id)}, not ${expected}`);
    must(before === undefined || records[before].value.type === value.type, "malformed_entry", `record ${place} changes the type of ${quoted(value.id)}`);
    must(before === undefined || before < began, "versions_not_consecutive", `record ${place} is a second version of ${quoted(value.id)} in one publication`);
    if (value.type === "manifest") began = place + 1;
    latest.set(value.id, place);
  });
  return latest;
}

/** The numbers of records with which the log's earlier publications ended: each ends with its manifest. */
function earlierSizes(records) {
  return records.slice(0, -1).flatMap(({ value }, place) => (value.type === "manifest" ? [place + 1] : []));
}

const MANIFEST = "manifest-sha256.txt";

/** C5, second half: the last record binds the manifest, and no other record does so in a way that is reserved. */
async function refuseUnboundManifest(records, manifest) {
  const last = records[records.length - 1].value;
  const earlier = records.slice(0, -1).filter(({ value }) => value.type === "manifest").length;
  const right =
    last.id === MANIFEST && last.type === "manifest" && last.version === earlier + 1 &&
    hasExactly(last.data, ["sha256"]) && last.data.sha256 === hexOf(await sha256OfMember(manifest));
  must(right, "manifest_not_logged", "the last record is not the hash of the manifest");
}
