"""Python tasks: running the candidate's program apart, feeding it, stopping it, explaining its errors."""
