"""All results of a search as files, made by the worker while somebody waits or does something else."""
