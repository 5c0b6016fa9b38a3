"""Practical tasks on the screen: files, versions, the task strip."""
