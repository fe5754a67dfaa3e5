"""Models: manifest, verified weights, sessions, preprocessing, understanding, calibration.

May import domain, errors and paths; the only room with onnxruntime.
"""
