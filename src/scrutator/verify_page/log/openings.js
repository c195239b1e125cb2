// C10: opened fields match their commitments.

/** What a file or member of openings holds; refused when it is not written as one. */
function readOpenings(bytes, where) {
  const value = valueOfJson(bytes, where);
  const right = hasExactly(value, ["allowed", "opened"]) && Array.isArray(value.allowed) && Array.isArray(value.opened) && value.allowed.every((one) => typeof one === "string");
  must(right, "wrong_opening", `${where} is not a list of openings`);
  for (const opening of value.opened) saltOf(opening);
  return value;
}

/** The salt of an opening; refused when the opening does not have exactly its four fields. */
function saltOf(opening) {
  const salt = hasExactly(opening, ["field", "id", "salt", "value"]) && typeof opening.salt === "string" ? bytesOfHex(opening.salt) : null;
  must(salt !== null && salt.length === 32 && typeof opening.id === "string" && typeof opening.field === "string", "wrong_opening", "an opening does not have its four fields, or its salt is not 32 bytes");
  return salt;
}

/** The openings that were given to the reader alone; null when there are none. Refused when the file opens nothing. */
function readGivenOpenings(bytes) {
  if (bytes === null) return null;
  const value = readOpenings(bytes, "the file of openings");
  must(value.opened.length > 0, "wrong_opening", "the file of openings opens nothing");
  return value;
}

/** Refuses an opening that is not allowed or does not match the latest version of its record; gives their number. */
function refuseWrongOpenings(value, records, latest) {
  const allowed = new Set(value.allowed);
  for (const opening of value.opened) refuseWrongOpening(opening, allowed, records, latest);
  return value.opened.length;
}

function refuseWrongOpening(opening, allowed, records, latest) {
  const salt = saltOf(opening);
  must(latest.has(opening.id), "wrong_opening", "an opening names no record");
  const record = records[latest.get(opening.id)].value;
  const place = `${record.type}.${opening.field}`;
  must(allowed.has(place), "opened_beyond_list", `${quoted(place)} is opened and not on the list`);
  const committed = isObject(record.data) && Object.hasOwn(record.data, opening.field) ? record.data[opening.field] : null;
  const text = canonicalJson([opening.id, opening.field, opening.value], "an opening");
  const hash = hexOf(sha256(joined(salt, bytesOf(text))));
  must(hasExactly(committed, ["sha256-salted"]) && committed["sha256-salted"] === hash, "wrong_opening", `the opening of ${quoted(place)} does not match its commitment`);
}
