"""The control server: Prefect's server and UI behind a door of our own, its deployments, and what a crash leaves."""
