"""Scripts that deploy, show and operate the system; each says how to run it."""
