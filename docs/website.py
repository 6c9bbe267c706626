"""Build the documents as a site in site/, and say of each page in which language it is.

zensical gives a whole site one language; a screen reader that reads Bahasa Indonesia as English is not
understood, so the pages below id/ get their own. Any broken link or anchor ends the build with 1.
"""

from __future__ import annotations

import subprocess
import sys

from shell import INDONESIAN, ROOT

SITE = ROOT / "site"
ENGLISH_PAGE, INDONESIAN_PAGE = '<html lang="en"', '<html lang="id"'


def name_language() -> int:
    """Name the language of the pages in Bahasa Indonesia; how many they are."""
    pages = sorted((SITE / INDONESIAN).rglob("*.html"))
    for page in pages:
        text = page.read_text(encoding="utf-8")
        if text.count(ENGLISH_PAGE) != 1:
            raise ValueError(f"{page}: a page names its language once")
        page.write_text(text.replace(ENGLISH_PAGE, INDONESIAN_PAGE), encoding="utf-8", newline="\n")
    return len(pages)


def main() -> int:
    """Build the site; the exit code of zensical."""
    command = ["zensical", "build", "--config-file", "zensical.toml", "--clean", "--strict"]
    code = subprocess.run(command, cwd=ROOT, check=False).returncode
    if code == 0:
        sys.stdout.write(f"pages in Bahasa Indonesia: {name_language()}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
