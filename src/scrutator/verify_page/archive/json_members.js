// C3: every member named .json, and every line of one named .jsonl, is canonical.

const LOG_ENTRIES = "log/entries.jsonl";

function refuseLines(name, bytes, found) {
  if (name === LOG_ENTRIES) {
    found.records = readRecords(bytes);
    return found.records.length;
  }
  const { lines, whole } = splitRecords(bytes);
  must(whole, "not_canonical_json", `${quoted(name)} does not end with a newline`);
  lines.forEach((line, n) => valueOfJson(line, `${name}, line ${n + 1}`));
  return lines.length;
}

/** Refuses JSON that is not canonical, and lines of the log that are no records; gives how many members
 * and records were read, and leaves the records in `found`. */
function refuseOtherJson(members, found) {
  must(found.unsigned || members.has(LOG_ENTRIES), "missing_member", `there is no ${LOG_ENTRIES}`);
  const json = [...members].filter(([name]) => /\.jsonl?$/i.test(name));
  within(json.reduce((sum, [, bytes]) => sum + bytes.length, 0), HERE.jsonBytes, "bytes of JSON");
  let [files, records] = [0, 0];
  for (const [name, bytes] of json) {
    if (/l$/i.test(name)) {
      const lines = refuseLines(name, bytes, found);
      if (name === LOG_ENTRIES) records = lines;
    } else valueOfJson(bytes, quoted(name));
    files++;
  }
  return { files, records };
}
