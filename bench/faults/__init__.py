"""Faults on purpose: whatever breaks, nothing acknowledged is missing and nothing half-written is seen.

world.py     a tiny workspace, what was acknowledged in it, and what must hold after every fault
actions.py   what is going on when the fault comes: runs in a process of its own, and says what it was told is done
injections.py  the faults: kill -9, a full disk, two writers, a clock that jumps, a network and a Neo4j that fail
clock.py, disk.py, proxy.py   what the faults are made with
"""
