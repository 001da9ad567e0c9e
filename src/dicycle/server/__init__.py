"""The HTTP door: the EPCIS 2.0 REST binding and the pages."""
