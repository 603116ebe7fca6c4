"""Reads strangers' files in a process of its own, with limits: what happens there takes nothing else down."""
