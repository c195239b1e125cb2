// The Merkle tree of RFC 6962 over the records of the log.

/** The hash of a record: of a zero byte and its canonical bytes. */
function leafHash(record) {
  const message = new Uint8Array(record.length + 1);
  message.set(record, 1);
  return sha256(message);
}

function nodeHash(left, right) {
  const message = new Uint8Array(65);
  message[0] = 1;
  message.set(left, 1);
  message.set(right, 33);
  return sha256(message);
}

/** Every row of the tree, leaves first; row r holds the hash of each whole group of 2^r leaves. */
function treeRows(leaves) {
  const rows = [leaves];
  while (rows[rows.length - 1].length > 1) {
    const below = rows[rows.length - 1];
    const row = [];
    for (let i = 0; i + 1 < below.length; i += 2) row.push(nodeHash(below[i], below[i + 1]));
    rows.push(row);
  }
  return rows;
}

/** The hash over leaves `from` (inclusive) to `to`; `from` is a multiple of the largest power of two below the width. */
function hashOfRange(rows, from, to) {
  const width = to - from;
  const row = Math.floor(Math.log2(width));
  if (2 ** row === width) return rows[row][from / width];
  return nodeHash(rows[row][from / 2 ** row], hashOfRange(rows, from + 2 ** row, to));
}

/** The root of the tree of the first `size` records; size is at least 1. */
function rootAt(rows, size) {
  return hashOfRange(rows, 0, size);
}

/** The one path of hashes that leads from record `index` to the root of the whole tree, from the leaf up. */
function pathOf(rows, index) {
  const path = [];
  let [from, to] = [0, rows[0].length];
  while (to - from > 1) {
    const half = 2 ** Math.ceil(Math.log2(to - from) - 1);
    const left = index < from + half;
    path.push(left ? hashOfRange(rows, from + half, to) : hashOfRange(rows, from, from + half));
    if (left) to = from + half;
    else from += half;
  }
  return path.reverse();
}
