"""The control server: Prefect's server and UI behind access control, its deployments, and recovery after a crash."""
