"""A page opened in Chromium, and what it says about itself there."""

from __future__ import annotations

import html
import json
import os
import shutil
import subprocess

import pytest

TIMEOUT = 120
NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--no-first-run",
    "--disable-background-networking",
)
WATCH = """<script>
window.faults = [];
window.addEventListener("error", function (event) { window.faults.push(String(event.message)); });
</script>
"""
ASK = """<script>%(axe)s</script>
<script>
(async function () {
  var found = {};
  try {
    await document.fonts.ready;
    document.querySelectorAll("details").forEach(function (each) { each.open = true; });
    found.width = window.innerWidth;
    found.content = document.documentElement.scrollWidth;
    found.dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
    found.ground = getComputedStyle(document.body).backgroundColor;
    found.shown = Array.from(document.querySelectorAll(".picture svg"), function (svg) {
      return svg.getBoundingClientRect().width > 0; });
    found.requests = performance.getEntriesByType("resource").map(function (each) { return each.name; });
    var mark = Array.from(document.querySelectorAll(".picture svg [aria-label]")).find(function (each) {
      return each.getBoundingClientRect().width > 0; });
    if (mark) {
      mark.dispatchEvent(new PointerEvent("pointerover", {bubbles: true, clientX: 50, clientY: 50}));
      found.value = document.getElementById("value").textContent;
      found.asked = mark.getAttribute("aria-label");
      document.dispatchEvent(new KeyboardEvent("keydown", {key: "Escape"}));
      found.hidden = document.getElementById("value").hidden;
    }
    if (window.axe) {
      var told = await window.axe.run();
      found.findings = told.violations.map(function (each) {
        return each.id + ": " + each.nodes.map(function (node) {
          return node.html.slice(0, 200); }).join(" | "); });
    }
  } catch (error) { window.faults.push(String(error)); }
  found.faults = window.faults;
  var out = document.createElement("pre");
  out.id = "found";
  out.textContent = JSON.stringify(found);
  document.body.appendChild(out);
}());
</script>
"""


def chromium():
    """The browser; without one the test says so."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip("Chromium is not installed (apt-get install chromium)")
    return found


def axe():
    """The checker of accessibility; without it the test says so."""
    folders = [*os.environ.get("NODE_PATH", "").split(os.pathsep), "node_modules"]
    for folder in filter(None, folders):
        path = os.path.join(folder, "axe-core", "axe.min.js")
        if os.path.exists(path):
            with open(path, encoding="utf-8") as opened:
                return opened.read()
    pytest.skip("axe-core is not installed (npm install axe-core; NODE_PATH names its folder)")
    return None


def run(arguments, folder):
    """The output of Chromium with a profile of its own."""
    profile = f"--user-data-dir={folder / 'profile'}"
    done = subprocess.run(
        [chromium(), *FLAGS, profile, *arguments], capture_output=True, timeout=TIMEOUT, check=True
    )
    return done.stdout.decode()


FRAME = """<!DOCTYPE html><html><body style="margin:0">
<iframe style="width:{width}px;height:900px;border:0" srcdoc="{page}"></iframe>
<pre id="told"></pre>
<script>
var timer = setInterval(function () {{
  var found = document.querySelector("iframe").contentDocument.getElementById("found");
  if (found) {{ document.getElementById("told").textContent = found.textContent; clearInterval(timer); }}
}}, 100);
</script></body></html>"""


def opened(page, folder, *, width, dark=False, script=""):
    """What a page says about itself in a frame of this width: a window cannot be as narrow as a phone."""
    head, body = page.split("<head>", 1)
    asked = body.replace("</body>", (ASK % {"axe": script}) + "</body>")
    file = folder / "asked.html"
    framed = FRAME.format(width=width, page=html.escape(f"{head}<head>{WATCH}{asked}"))
    file.write_text(framed, encoding="utf-8")
    scheme = f"--blink-settings=preferredColorScheme={0 if dark else 1}"
    time = "--virtual-time-budget=20000"
    text = run([scheme, "--window-size=1400,950", time, "--dump-dom", file.as_uri()], folder)
    told = text.split('<pre id="told">', 1)[1].split("</pre>", 1)[0]
    return json.loads(html.unescape(told))


def printed(file, folder):
    """The PDF that the browser prints of a page."""
    path = folder / "printed.pdf"
    run([f"--print-to-pdf={path}", "--no-pdf-header-footer", file.as_uri()], folder)
    return path
