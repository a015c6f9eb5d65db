"""Schedules of loans."""
