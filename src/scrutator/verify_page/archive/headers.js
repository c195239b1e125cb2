// The only headers that a bundle's archive may have, byte by byte.

const HEADER_DATE = 33;
const HOST_UNIX = 3;
const FILE_MODE = 0o100644;

function headerBytes(length, fields) {
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  for (const [at, size, value] of fields)
    if (size === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
  return bytes;
}

/** The local header of a member, with its name. */
function localHeader(name, crc, size) {
  const fixed = headerBytes(30, [
    [0, 4, 0x04034b50], [4, 2, 20], [12, 2, HEADER_DATE], [14, 4, crc], [18, 4, size], [22, 4, size], [26, 2, name.length],
  ]);
  return joined(fixed, name);
}

/** The entry of a member in the central directory, with its name. */
function centralHeader(name, crc, size, offset) {
  const fixed = headerBytes(46, [
    [0, 4, 0x02014b50], [4, 2, 20 | (HOST_UNIX << 8)], [6, 2, 20], [14, 2, HEADER_DATE], [16, 4, crc], [20, 4, size],
    [24, 4, size], [28, 2, name.length], [38, 4, (FILE_MODE << 16) >>> 0], [42, 4, offset],
  ]);
  return joined(fixed, name);
}

/** The record that ends the archive. */
function endRecord(count, directorySize, directoryAt) {
  return headerBytes(22, [
    [0, 4, 0x06054b50], [8, 2, count], [10, 2, count], [12, 4, directorySize], [16, 4, directoryAt],
  ]);
}
