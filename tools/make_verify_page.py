"""Write dist/verify.html, the verifier for a browser. The same source gives the same bytes."""

import base64
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parent.parent
PARTS = ROOT / "src" / "scrutator" / "verify_page"


def source(text: str) -> str:
    """The bytes of an inline script or style as the policy names them."""
    return f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}'"


def page_bytes() -> bytes:
    """The whole page: the parts that `order.txt` names, in that order, in one script with one policy."""
    order = (PARTS / "order.txt").read_text(encoding="utf-8").split()
    parts = "".join((PARTS / name).read_text(encoding="utf-8") for name in order)
    script = f'\n"use strict";\n(() => {{\n{parts}}})();\n'
    style = f"\n{(PARTS / 'screen' / 'style.css').read_text(encoding='utf-8')}"
    policy = "; ".join(
        [
            "default-src 'none'",
            f"script-src {source(script)}",
            f"style-src {source(style)}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )
    page = (PARTS / "screen" / "page.html").read_text(encoding="utf-8")
    for mark, text in (("@POLICY@", policy), ("@STYLE@", style), ("@SCRIPT@", script)):
        before, after = page.split(mark)
        page = f"{before}{text}{after}"
    return page.encode()


def main() -> None:
    """Write the file and say what it is."""
    target = ROOT / "dist" / "verify.html"
    target.parent.mkdir(exist_ok=True)
    data = page_bytes()
    target.write_bytes(data)
    print(f"{target.relative_to(ROOT)}  {len(data)} bytes  sha256 {sha256(data).hexdigest()}")


if __name__ == "__main__":
    main()
