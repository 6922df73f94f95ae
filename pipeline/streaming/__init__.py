"""The unbounded pipeline, for runners that stay up: windows, and one commit per pane."""

import pipeline.quiet_beam  # noqa: F401 - before any of these modules imports Beam
