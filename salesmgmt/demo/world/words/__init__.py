"""The words that the company's names and texts are made of."""
