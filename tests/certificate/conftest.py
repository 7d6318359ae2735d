"""What of this folder is no test."""

# A tool that needs cosmic-ray, which `make test` does not install.
collect_ignore = ["mutate_checker.py"]
