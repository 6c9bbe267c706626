"""Months with their year."""

WORDS = {
    "1": "January {year}",
    "2": "February {year}",
    "3": "March {year}",
    "4": "April {year}",
    "5": "May {year}",
    "6": "June {year}",
    "7": "July {year}",
    "8": "August {year}",
    "9": "September {year}",
    "10": "October {year}",
    "11": "November {year}",
    "12": "December {year}",
}
