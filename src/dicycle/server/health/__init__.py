"""Inspections, certificates, routes and matches over HTTP, for programs; the yard's pages are in `pages.health`."""
