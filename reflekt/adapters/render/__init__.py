"""Files for other programs, made from what reflekt knows."""
