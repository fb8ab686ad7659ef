"""The Prefect flows: they run the plain functions of flows/ with states, tasks, artifacts and forms."""
