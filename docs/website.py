"""Build the documents as a site in site/: labels, search and language of each page are those of its text.

zensical gives a whole site one language. It is built in both, and the pages below id/ are those of the
second; each language has an index of its own pages to search in, beside them. Any broken link or anchor ends
the build with 1.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shell import INDONESIAN, ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

SITE, CONFIGURATION, INDEX = ROOT / "site", "zensical.toml", "search.json"
LANGUAGE = re.compile(r'^language = "en"$', re.MULTILINE)
BASE = re.compile(r'(<script id="__config" type="application/json">\{[^<]*"base":")([^"]*)(")')
INDONESIAN_PAGES = f"{INDONESIAN}/"


def build(configuration: str, folder: Path) -> int:
    """Build the site of a configuration into a folder; the exit code of zensical."""
    with tempfile.NamedTemporaryFile("w", dir=ROOT, suffix=".toml", encoding="utf-8") as file:
        file.write(configuration.replace('site_dir = "site"', f'site_dir = "{folder.name}"'))
        file.flush()
        command = ["zensical", "build", "--config-file", Path(file.name).name, "--clean", "--strict"]
        return subprocess.run(command, cwd=ROOT, check=False).returncode


def take_pages(of: Path) -> int:
    """Put the pages in Bahasa Indonesia of another build in the place of the site's; how many they are."""
    pages = sorted((of / INDONESIAN).rglob("*.html"))
    for page in pages:
        text = page.read_text(encoding="utf-8")
        if f'<html lang="{INDONESIAN}"' not in text:
            raise ValueError(f"{page}: a page says in which language it is")
        found = BASE.subn(lambda match: f"{match[1]}{one_less(match[2])}{match[3]}", text)
        if found[1] != 1:
            raise ValueError(f"{page}: a page says where the index is once")
        (SITE / page.relative_to(of)).write_text(found[0], encoding="utf-8", newline="\n")
    return len(pages)


def one_less(base: str) -> str:
    """The way from a page to the folder of its language, given that to the site."""
    return base.removeprefix("..").removeprefix("/") or "."


def write_index(of: Path, folder: Path, select: Callable[[dict[str, Any]], dict[str, Any] | None]) -> int:
    """Write what a build can search in, as far as it is selected; how many entries that are."""
    index = json.loads((of / INDEX).read_text(encoding="utf-8"))
    index["items"] = [item for item in map(select, index["items"]) if item is not None]
    (folder / INDEX).write_text(json.dumps(index, ensure_ascii=False), encoding="utf-8")
    return len(index["items"])


def english(item: dict[str, Any]) -> dict[str, Any] | None:
    """An entry of the index, if it is about an English page."""
    return None if item["location"].startswith(INDONESIAN_PAGES) else item


def indonesian(item: dict[str, Any]) -> dict[str, Any] | None:
    """An entry about a page in Bahasa Indonesia, as seen from their folder."""
    place = item["location"]
    if not place.startswith(INDONESIAN_PAGES):
        return None
    return {**item, "location": place.removeprefix(INDONESIAN_PAGES)}


def main() -> int:
    """Build the site; the exit code of zensical."""
    configuration = (ROOT / CONFIGURATION).read_text(encoding="utf-8")
    other = ROOT / f"{SITE.name}-{INDONESIAN}"
    try:
        code = build(configuration, SITE) or build(LANGUAGE.sub('language = "id"', configuration), other)
        if code == 0:
            pages = take_pages(other)
            entries = write_index(other, SITE / INDONESIAN, indonesian), write_index(SITE, SITE, english)
            sys.stdout.write(f"pages in Bahasa Indonesia: {pages}; entries to search in: {entries}\n")
        return code
    finally:
        shutil.rmtree(other, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
