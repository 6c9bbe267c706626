"""The command line: parse, ask, render. The only place that imports click."""
