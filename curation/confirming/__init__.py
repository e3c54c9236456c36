"""Job aids that everybody confirms: who is asked, who has said "I have read this", and when the rest is reminded."""
