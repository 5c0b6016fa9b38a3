"""Printed forms of a room: record, seating chart, sign-in sheet, door list. They draw what they are given."""
