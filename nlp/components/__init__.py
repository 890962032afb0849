"""Components of the pipeline: a spaCy factory jiju_* each; order and defaults stand in nlp.pipeline."""
