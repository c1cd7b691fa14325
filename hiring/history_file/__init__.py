"""How histories of candidates from a file become candidacies with every stage they went through."""
