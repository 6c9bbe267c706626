"""A draw of who gets what: what is drawn, how many places each stratum has, the order that a seed gives."""
