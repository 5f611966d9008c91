"""Plugins for metaspatial in Python, and its environment for training engines.

``metaspatial.plugin`` makes a reward term, a policy or a renderer of a small
class; ``metaspatial.scenes`` holds what they speak of: tasks and layouts.
Importing this package imports nothing else.
"""

__version__ = "0.1.0"
