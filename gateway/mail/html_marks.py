"""Signs of our own in the text made of HTML, which nobody can write.

They are noncharacters of Unicode, which are cut from all that people send.
"""

QUOTE_START = "\ufdd0"
"""A line of its own where a client's quote container begins."""
SIGNATURE_LINE = "\ufdd1"
"""What each line begins with that a client itself marks as a signature."""
QUOTED = "\ufdd2"
"""What each line begins with, once a depth, that a client marks as quoted."""
MARKS = QUOTE_START + SIGNATURE_LINE + QUOTED
