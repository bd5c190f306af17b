"""Airflow as the project runs it: configured from the environment, started, followed and stopped."""
