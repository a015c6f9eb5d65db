"""What builds, checks and reports; run as `python -m tools.NAME` from the top folder."""
