"""Training of the name network, in numpy: for the packaged network and for a user's own labels."""
