"""What the Commission sees: the report of a run as PDF and XLSX, in Russian and in Kazakh, from the marts alone."""
