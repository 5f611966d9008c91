"""Plugins: reward terms, policies and renderers that a metaspatial host runs."""
