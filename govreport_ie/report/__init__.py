"""The frozen public objects, and how the records of an extraction become them."""
