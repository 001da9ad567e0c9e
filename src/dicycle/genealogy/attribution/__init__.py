"""Whose metal is in what: attribution to origins under proportional mixing, for one thing and for all."""

from dicycle.genealogy.attribution.answering import attribution
from dicycle.genealogy.attribution.batch import Factors, attribute_all, factors
from dicycle.genealogy.attribution.flows import Flows, Mixing
from dicycle.genealogy.attribution.mixing import mixing
from dicycle.genealogy.attribution.writing import write_parquet

__all__ = ["Factors", "Flows", "Mixing", "attribute_all", "attribution", "factors", "mixing", "write_parquet"]
