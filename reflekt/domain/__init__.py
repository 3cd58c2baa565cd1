"""What reflekt knows of the practice: pure, no input or output, no clock, no chance of its own."""
