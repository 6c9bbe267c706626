"""What a picture holds, read from its SVG: what the marks say, the texts, which of them meet."""

from __future__ import annotations

import re
from functools import cache
from xml.etree import ElementTree as ET

import pytest

from kaltim_poverty.render.charts.labels import Label

NAMESPACE = "{http://www.w3.org/2000/svg}"
PLACE = re.compile(r"translate\((-?[\d.]+),\s*(-?[\d.]+)\)")


@cache
def vega_lite():
    """The schema of Vega-Lite, which altair brings; its own check of a chart takes ten times as long."""
    altair = pytest.importorskip("altair", reason="altair brings the schema")
    schema = altair.Chart._rootschema
    return pytest.importorskip("jsonschema").validators.validator_for(schema)(schema)


def faults(specification):
    """Where a specification is no Vega-Lite."""
    return [str(fault)[:500] for fault in vega_lite().iter_errors(specification)]


def described(svg):
    """What the marks of a picture say, in the order in which they are drawn."""
    return [each.get("aria-label") for each in ET.fromstring(svg).iter() if each.get("aria-label")]


def texts(svg):
    """Every text of a picture with the box that it takes."""

    def walk(element, x, y):
        found = PLACE.match(element.get("transform", ""))
        x, y = (x + float(found[1]), y + float(found[2])) if found else (x, y)
        if element.tag == f"{NAMESPACE}text" and element.text:
            align = {"middle": "center", "end": "right"}.get(element.get("text-anchor"), "left")
            size = int(element.get("font-size").removesuffix("px"))
            yield Label(element.text, x, y, align, size, element.get("font-weight") == "bold")
        for child in element:
            yield from walk(child, x, y)

    return list(walk(ET.fromstring(svg), 0.0, 0.0))


def overlapping(labels):
    """Pairs of texts that lie on one another; boxes that only touch do not."""
    boxes = [
        label.box._replace(top=label.box.top + 1.5, bottom=label.box.bottom - 1.5, right=label.box.right - 1)
        for label in labels
    ]
    return [
        (one.text, other.text)
        for place, one in enumerate(labels)
        for later, other in enumerate(labels[place + 1 :], place + 1)
        if boxes[place].meets(boxes[later])
    ]
