"""What documents say, fact by fact: found by an extractor, judged by thresholds and persons, told to the archive."""
