"""Who reads whom at a meeting: proposed, changed and agreed by who facilitates; each opens a draft to the others."""
