"""An invented year in the formats of the real sources, for what no public source publishes. Always labelled as such."""
