"""What stands above and below a table."""

WORDS = {
    "compare": "What changed",
    "gap": "Town and country",
    "threshold": "The poverty line",
    "profile": "Profile",
    "show": "Figures",
    "trend": "Course",
    "rank": "Standing",
    "decompose": "Where the change comes from",
    "target": "Pace to the target",
    "check": "Do the figures agree?",
    "brief": "In a paragraph",
    "list": "Catalogue",
    "sources": "Source: {shown}",
    "sources_more": "Sources: {shown}; and {more} more (-f json lists all)",
    "everybody": "urban + rural",
    "notes": "Notes and sources",
    "code": "Code",
    "survey estimate": "Estimates from a survey",
    "survey compare": "Change between two surveys",
    "survey describe": "The survey file",
}
