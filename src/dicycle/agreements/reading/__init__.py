"""Reads files and pasted texts into documents: encodings, HTML, PDF, blocks, sentences, boilerplate, voices."""

from dicycle.agreements.reading.reader import read as read
from dicycle.agreements.reading.reader import read_text as read_text
