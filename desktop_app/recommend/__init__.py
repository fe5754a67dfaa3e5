"""From what the user looks at to what the page suggests; and how to tell whether that is any good.

May import domain, errors, paths, store and ml. Everything here is a pure function of the store and a given moment: no
clock, no unseeded chance. It runs on one lane.
"""
