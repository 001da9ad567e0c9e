"""The loop as a picture: what flows from the mine through batteries and back, with the events behind every ribbon."""
