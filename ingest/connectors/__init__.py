"""Getting bytes, and nothing else: a connector puts one delivery into a file and says where it came from."""
