"""The petition API, version 1: file, look up, and the lists that a client needs to fill a form."""
