"""Checks of a list of recipients: by whom it is broken down, what each row says, what the answer shows."""
