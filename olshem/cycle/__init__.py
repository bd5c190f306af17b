"""The evaluation as a cycle: builds, publishing, the calendar and its hand-overs."""
