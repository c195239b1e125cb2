"""Why a bundle, a note or a proof is refused: one short stable name for each reason.

The verifier treats what it reads as hostile, so a fault is an answer and not a crash: every
function of this room that meets unusable bytes raises `Refusal` with one of the names below.
"""

from __future__ import annotations

NAMES: dict[str, str] = {
    # the archive
    "not_a_zip": "the file is not a zip archive, or is cut short",
    "bundle_too_large": "the file is larger than the verifier agrees to read",
    "leading_data": "there is something before the first member",
    "trailing_data": "there is something after the end of the archive",
    "archive_comment": "the archive has a comment",
    "unsupported_zip": "the archive is split, uses zip64, or its directory contradicts itself",
    "too_many_members": "the archive has more members than a bundle may have",
    "encrypted_member": "a member is encrypted",
    "link": "a member is a link or a device, not a plain file",
    "directory_entry": "a member is a folder, not a file",
    "member_comment": "a member has a comment",
    "extra_field": "a member has extra header fields",
    "absolute_path": "a member's name is an absolute path",
    "parent_path": "a member's name leads out of the folder with '..'",
    "unsafe_name": "a member's name has characters or parts that a bundle does not allow",
    "duplicate_name": "two members have the same name",
    "case_collision": "two names differ only in upper and lower case",
    "name_conflict": "one name is both a file and a folder",
    "oversized_member": "a member is larger than the verifier agrees to read",
    "zip_bomb": "the declared size is out of all proportion to the bytes present",
    "compressed_member": "a member is compressed; a bundle stores its members as they are",
    "overlapping_members": "members overlap or leave gaps",
    "checksum_mismatch": "a member's bytes do not match its checksum in the archive",
    "not_canonical_archive": "the archive's bytes are not the one way to write these members",
    # JSON
    "not_utf8": "the text is not valid UTF-8",
    "not_json": "the text is not JSON",
    "deep_json": "the JSON is nested too deeply",
    "not_a_number": "the JSON holds NaN or an infinity",
    "number_too_large": "a number is beyond 2^53 - 1, where integers stop being exact",
    "not_canonical_json": "the JSON is not in its canonical form (RFC 8785)",
    "not_representable": "the value has no JSON form",
    # keys, notes, checkpoints, proofs
    "malformed_key": "the text is not a verifier key",
    "unknown_algorithm": "the key is of a kind this verifier does not know",
    "weak_key": "the key is not a canonical point of full order",
    "malformed_note": "the text is not a signed note",
    "ambiguous_key": "two configured keys share the name and id of a signature",
    "invalid_signature": "the signature of a known key is wrong",
    "no_known_signature": "no signature of a known key is present",
    "malformed_checkpoint": "the note's text is not a checkpoint",
    "foreign_origin": "the checkpoint belongs to another log",
    "malformed_proof": "the text is not a proof",
    "wrong_proof": "the proof does not lead to the signed root",
    # the bundle's chain
    "missing_member": "a member that every bundle has is missing",
    "malformed_manifest": "the manifest is not a sorted list of hashes and names",
    "manifest_mismatch": "the manifest does not list exactly what is there with the right hashes",
    "malformed_entry": "a line of the log is not a record",
    "root_mismatch": "the records in the bundle do not hash to the signed root",
    "manifest_not_logged": "the manifest is not the last record of the log",
    "versions_not_consecutive": "the versions of one record do not run 1, 2, 3, …",
    "duplicate_record": "two records have the same id",
    "reserved_name": "the name or kind is reserved for the seal itself",
    "rollback": "the log is shorter than one seen before",
    "fork": "the log contradicts one seen before",
    "proofs_mismatch": "the bundle does not hold exactly one proof for each record",
    "too_few_witnesses": "fewer witnesses cosigned than were asked for",
    "malformed_policy": "the text is not a policy of logs and witnesses",
    "malformed_request": "the text is not a request to a witness",
    "wrong_opening": "an opened field does not match its commitment",
    "opened_beyond_list": "a field is opened that the list of fields to open does not name",
    "figure_mismatch": "a printed figure differs from its cell",
    "malformed_figures": "figures.json does not map cells to printed texts",
    "malformed_html": "the statement's HTML cannot be read",
    "forbidden_markup": "a page holds an element, attribute or address that a statement's page may not have",
    "rebuilt_differs": "a member or a record is not what the case gives when it is published again",
    "rebuilding_stopped": "rebuilding the publication could not be completed",
    "unexpected_key": "the bundle is not signed with the key you named",
    # key files
    "weak_passphrase": "the passphrase is too short",
    "wrong_passphrase": "the key file does not open with this passphrase",
    # root documents and notices
    "malformed_root": "the text is not a root document",
    "broken_root": "the versions of a root document do not follow one from the other",
    "root_fork": "two root documents of one version contradict each other",
    "unexpected_root": "the bundle does not follow from the root document you named",
    "key_out_of_time": "the key was used on a day on which it may not be",
    "revoked_key": "the key was revoked",
    "too_few_approvals": "fewer people approved than the root document asks for",
    "malformed_notice": "the text is not a notice of the mission",
    "superseded": "a later publication of the same log has replaced this one",
    "withdrawn": "the mission has withdrawn this publication",
    "verifier_fault": "the verifier itself failed on these bytes; please report it",
}


class Refusal(ValueError):  # noqa: N818 (the word of the field)
    """Bytes that are refused: `name` says which rule they break, `what` where and how."""

    def __init__(self, name: str, what: str) -> None:
        if name not in NAMES:
            raise KeyError(name)
        self.name = name
        self.what = what
        super().__init__(f"{name}: {what}")
