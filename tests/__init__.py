"""Mirrors the rooms; doubles and builders beside."""
