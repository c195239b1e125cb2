"""The command line of verify.pyz: the verifier alone, on any Python from 3.9, without installation."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from scrutator.seal.refusals import Refusal
from scrutator.seal.verifier.report import Report
from scrutator.seal.verifier.verify import verify_bundle


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="verify.pyz",
        description="Check a Scrutator bundle offline: signature, log and members. It rebuilds nothing.",
        epilog="Exit status: 1 a check failed, 2 unreadable, 3 something asked for could not be checked, "
        "4 signed by the key you gave but not rebuilt, 5 the signer is not known, 6 superseded or withdrawn.",
    )
    parser.add_argument("bundle", type=Path, help="the bundle, a .zip file")
    parser.add_argument("--key", help="the signer's verifier key (name+id+base64), obtained elsewhere")
    parser.add_argument("--root", help="the fingerprint of the signer's root document, obtained elsewhere")
    parser.add_argument(
        "--notice", action="append", default=[], type=Path, help="a signed notice (repeatable)"
    )
    parser.add_argument("--state", type=Path, help="a file that remembers the log's last checkpoint")
    parser.add_argument("--witness", action="append", default=[], help="the key of a witness (repeatable)")
    parser.add_argument("--threshold", type=int, help="how many of the witnesses must have cosigned")
    parser.add_argument("--policy", type=Path, help="a policy of logs and witnesses (c2sp.org/tlog-policy)")
    parser.add_argument("--cosigned", type=Path, help="a cosigned checkpoint, if not the bundle's own")
    parser.add_argument("--openings", type=Path, help="a file that opens withheld values, given to you")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    return parser


MOST = 2**24  # bytes of a key, a note, a policy or openings


def read_given(path: Path) -> bytes:
    """A small file that the reader names; no plain file may never end, and a large one is of no use."""
    if path.exists() and not path.is_file():
        raise OSError(f"{path} is no plain file")
    if path.stat().st_size > MOST:
        raise OSError(f"{path} is larger than {MOST} bytes")
    return path.read_bytes()


def remembered_checkpoint(state: Path | None) -> bytes | None:
    """The checkpoint a state file remembers; nothing if there is no such file yet."""
    return read_given(state) if state is not None and state.exists() else None


def remember(state: Path | None, report: Report) -> None:
    """Write the checkpoint of a bundle that passed into the state file."""
    if state is not None and report.passed:
        state.write_bytes(report.checkpoint)


def report_text(report: Report) -> str:
    """The report for a person: one line for each check, last the verdict."""
    return "\n".join([*(check.line() for check in report.checks), f"VERDICT  {report.verdict}"])


def main(arguments: list[str] | None = None) -> int:
    """Verify and print; the exit status."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    options = _arguments().parse_args(arguments)
    try:
        report = verify_bundle(
            options.bundle,
            key=options.key,
            root=options.root,
            notices=[read_given(path) for path in options.notice],
            remembered=remembered_checkpoint(options.state),
            witnesses=options.witness,
            threshold=options.threshold,
            policy=read_given(options.policy) if options.policy else None,
            cosigned=read_given(options.cosigned) if options.cosigned else None,
            openings=read_given(options.openings) if options.openings else None,
        )
    except (Refusal, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    print(json.dumps(report.as_json(), indent=2) if options.json else report_text(report))
    remember(options.state, report)
    return report.status
