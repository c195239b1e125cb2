// C1: the archive is read only when it is written in the one canonical way. Nothing is unpacked: members are stored.

/** Where the directory is and how many members it lists; `not_a_zip` when there is no whole end record. */
function readEnd(file) {
  must(file.length >= 22, "not_a_zip", "the file is too short for an archive");
  const at = file.length - 22;
  const view = new DataView(file.buffer, file.byteOffset + at, 22);
  if (view.getUint32(0, true) !== 0x06054b50) refuseWithoutEnd(file);
  const [count, size, offset] = [view.getUint16(10, true), view.getUint32(12, true), view.getUint32(16, true)];
  must(count <= LIMITS.members, "too_many_members", `the archive lists ${count} members`);
  must(offset + size === at, "unsupported_zip", "the end record contradicts where the directory is");
  must(sameBytes(file.subarray(at), endRecord(count, size, offset)), "not_canonical_archive", "the end record is not written in the one way");
  return { count, at: offset, end: at };
}

/** No end record at the end: either this archive ends further up, with something behind it, or it is cut short. */
function refuseWithoutEnd(file) {
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  for (let at = file.length - 23; at >= Math.max(0, file.length - 65557); at--)
    if (view.getUint32(at, true) === 0x06054b50 && view.getUint32(at + 12, true) + view.getUint32(at + 16, true) === at) throw new Refusal("trailing_data", "there is something after the end of the archive");
  throw new Refusal("not_a_zip", "no whole end of an archive was found");
}

function readEntry(file, at, end) {
  must(at + 46 <= end, "unsupported_zip", "the directory is cut short");
  const view = new DataView(file.buffer, file.byteOffset + at, 46);
  must(view.getUint32(0, true) === 0x02014b50, "unsupported_zip", "the directory has something else than entries");
  must(view.getUint16(10, true) === 0, "compressed_member", "a member is compressed");
  const nameLength = view.getUint16(28, true);
  must(at + 46 + nameLength <= end, "unsupported_zip", "the directory is cut short");
  return {
    rawName: file.subarray(at + 46, at + 46 + nameLength),
    crc: view.getUint32(16, true),
    size: view.getUint32(24, true),
    offset: view.getUint32(42, true),
  };
}

/** The bytes of one member, after every byte of its two headers was compared. */
function readMember(file, entry, directoryAt, expectedOffset, directory) {
  const name = entry.name;
  must(entry.size <= LIMITS.memberBytes, "oversized_member", `${quoted(name)} has ${entry.size} bytes`);
  must(entry.offset === expectedOffset, "overlapping_members", `${quoted(name)} does not follow the member before it`);
  const start = entry.offset + 30 + entry.rawName.length;
  must(start + entry.size <= directoryAt, "overlapping_members", `${quoted(name)} reaches beyond the members`);
  const bytes = file.subarray(start, start + entry.size);
  must(crc32(bytes) === entry.crc, "checksum_mismatch", `${quoted(name)} does not have its checksum`);
  const local = localHeader(entry.rawName, entry.crc, entry.size);
  const central = centralHeader(entry.rawName, entry.crc, entry.size, entry.offset);
  must(sameBytes(file.subarray(entry.offset, start), local) && sameBytes(directory, central), "not_canonical_archive", `the headers of ${quoted(name)} are not written in the one way`);
  return bytes;
}

/** The members of a bundle, by name in ascending order: Map of name to bytes. */
function readArchive(file) {
  const directory = readEnd(file);
  const entries = [];
  let at = directory.at;
  for (let n = 0; n < directory.count; n++) {
    const entry = readEntry(file, at, directory.end);
    entry.name = new TextDecoder().decode(entry.rawName);
    refuseName(entry.name);
    entry.from = at;
    at += 46 + entry.rawName.length;
    entries.push(entry);
  }
  must(at === directory.end, "unsupported_zip", "the directory has something after its entries");
  refuseCollisions(entries.map((entry) => entry.name));
  const members = new Map();
  let offset = 0;
  let before = "";
  for (const entry of entries) {
    must(before < entry.name, "not_canonical_archive", `${quoted(entry.name)} is not in its place`);
    const header = file.subarray(entry.from, entry.from + 46 + entry.rawName.length);
    const bytes = readMember(file, entry, directory.at, offset, header);
    members.set(entry.name, bytes);
    offset += 30 + entry.rawName.length + bytes.length;
    before = entry.name;
  }
  must(offset === directory.at, "overlapping_members", "there is something between the members and the directory");
  return members;
}
