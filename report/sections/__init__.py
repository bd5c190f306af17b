"""The chapters of the report, each made from the marts' rows in one language."""
