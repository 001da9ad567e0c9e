"""The EPCIS 2.0 REST binding (GS1 openapi.yaml): capture, events, resource trees, discovery."""

from dicycle.server.epcis.routes import router

__all__ = ["router"]
