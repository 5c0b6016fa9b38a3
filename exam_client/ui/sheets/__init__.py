"""Dialogs inside the window, one file each."""
