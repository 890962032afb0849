"""A mapping for a table that has none, proposed from its headers and values, with confidences and reasons.

    proposal = propose(Path("名录.xlsx"), ontology)
    print(proposal.yaml())       # a mapping file with comments, to be edited
    proposal.mapping             # the same, to load by
    proposal.as_json()           # columns with their readings, alternatives and samples

The ontology's words (labels, headers, codelists) and vocabulary.yaml say what headers mean; a sample of rows says what
values look like (uscc, dates, codelist words, names of enterprises and people, places that the gazetteer knows).
"""

from loaders.proposal.proposal import Proposal, SheetProposal, propose

__all__ = ["Proposal", "SheetProposal", "propose"]
