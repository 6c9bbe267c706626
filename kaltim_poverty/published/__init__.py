"""Questions that published figures answer, one file each; exact decimals, no numpy."""
