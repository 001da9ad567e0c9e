"""The languages of documents: what each finds in its sentences, with its words as data."""
