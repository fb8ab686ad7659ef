"""Building blocks of resolution: GeoNames lookup, name spotting, coreference, event places, time expressions."""
