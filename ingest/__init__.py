"""Where the data come from: a source's bytes become a write-once snapshot, and a snapshot becomes rows in `raw`.

Nothing here knows what a value means. A delivery is refused as a whole when it is not the file that the source's
contract describes; a single record is refused only when it cannot be split into the contract's columns.
"""
