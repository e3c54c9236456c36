"""Bringing in what a community has elsewhere: folders of documents, dumps of threads."""
